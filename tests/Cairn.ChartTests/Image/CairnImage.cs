using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cairn.ChartTests.Image;

[assembly: AssemblyFixture(typeof(CairnImage))]

namespace Cairn.ChartTests.Image;

/// <summary>
/// Cairn's image, built from the real Dockerfile by the first test that asks for it, and again only when what it is
/// made of has changed.
/// </summary>
public sealed class CairnImage
{
    private static readonly string _architecture =
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    private readonly Lazy<Task<string>> _own = new(() => BuildAsync(null));

    /// <summary>The image for this kind of machine. Skips the test where the tools are missing.</summary>
    public Task<string> OwnAsync() => _own.Value;

    /// <summary>Builds the image for another kind of machine, on an empty base, since it cannot be run here.</summary>
    /// <param name="platform">Such as <c>linux/arm64</c>.</param>
    public static Task<string> ForAsync(string platform) => BuildAsync(platform);

    private static async Task<string> BuildAsync(string? platform)
    {
        var (buildah, podman) = (ContainerTools.Buildah(), ContainerTools.Podman());
        var name = "localhost/cairn-test/cairn-" + (platform?.Replace('/', '-') ?? "own");
        var image = $"{name}:{await SourcesAsync()}";
        if ((await podman.RunAsync([.. ContainerTools.Store, "image", "exists", image], "")).Code == 0)
        {
            return image;
        }

        foreach (
            var old in (
                await podman.DemandAsync([
                    .. ContainerTools.Store,
                    "image",
                    "list",
                    "--quiet",
                    "--filter",
                    $"reference={name}",
                ])
            ).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            await podman.DemandAsync([.. ContainerTools.Store, "image", "rm", "--force", old]);
        }

        var (sdk, runtime) = (
            await BaseImages.SdkAsync(),
            platform is null ? await BaseImages.RuntimeAsync() : "scratch"
        );
        await buildah.DemandAsync([
            .. ContainerTools.Store,
            "bud",
            "--quiet",
            "--isolation=chroot",
            "--pull-never",
            "--layers=false",
            $"--platform={platform ?? "linux/" + _architecture}",
            .. BaseImages.Borrowed,
            $"--build-arg=BUILDPLATFORM=linux/{_architecture}",
            $"--build-arg=SDK_IMAGE={sdk}",
            $"--build-arg=RUNTIME_IMAGE={runtime}",
            "--build-arg=REVISION=0123abc",
            "--file",
            Repository.At("deploy", "docker", "Dockerfile"),
            "--tag",
            image,
            Repository.Root,
        ]);
        return image;
    }

    /// <summary>A hash over the files that the image is made of, and over what it is based on.</summary>
    private static async Task<string> SourcesAsync()
    {
        var files = ((string[])["src", "docs", "deploy/docker", "tests/Cairn.ChartTests/Image"])
            .SelectMany(folder => Directory.EnumerateFiles(Repository.At(folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Where(file => !file.Contains("/bin/") && !file.Contains("/obj/"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Environment.Version.ToString()));
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(Repository.Root, file)));
            hash.AppendData(await File.ReadAllBytesAsync(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
