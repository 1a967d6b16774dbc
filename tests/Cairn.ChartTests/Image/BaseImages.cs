using System.Runtime.InteropServices;

namespace Cairn.ChartTests.Image;

/// <summary>
/// Base images made on this machine, since no registry can be reached: .NET and the compilers as they are installed here,
/// and of Debian only what the native executable needs. Like the Dockerfile's default, the runtime image has no shell.
/// </summary>
internal static class BaseImages
{
    private const string Packages = "libc6,libssl3,ca-certificates";
    private const string Certificates = "/etc/ssl/certs/ca-certificates.crt";

    private static readonly Lazy<Task<string>> _runtime = new(MakeRuntimeAsync);
    private static readonly Lazy<Task<string>> _sdk = new(MakeSdkAsync);

    private static string DotNet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>
    /// What of this machine the SDK's image borrows while it builds, as options of buildah: .NET, a shell and tools.
    /// </summary>
    public static string[] Borrowed { get; } =
    [
        .. ((string[])["/usr", "/etc/ssl", DotNet])
            .Where(Directory.Exists)
            .Select(folder => $"--volume={folder}:{folder}:ro"),
    ];

    /// <summary>The base that runs.</summary>
    public static Task<string> RuntimeAsync() => _runtime.Value;

    /// <summary>The base that builds: an empty one, whose tools are <see cref="Borrowed"/>.</summary>
    public static Task<string> SdkAsync() => _sdk.Value;

    private static async Task<string> MakeRuntimeAsync()
    {
        using var folder = new TemporaryFolder();
        var debian = Path.Combine(folder.Path, "debian.tar");
        var release = (await File.ReadAllLinesAsync("/etc/os-release"))
            .Single(line => line.StartsWith("VERSION_CODENAME="))
            .Split('=')[1];
        await ContainerTools
            .Debootstrap()
            .DemandAsync("--quiet", "--variant=extract", $"--include={Packages}", release, debian);
        return await MakeAsync("runtime", [], [(debian, "/"), (Certificates, Certificates)]);
    }

    private static async Task<string> MakeSdkAsync()
    {
        using var folder = new TemporaryFolder();
        var root = Directory.CreateDirectory(Path.Combine(folder.Path, "root")).FullName;
        foreach (var name in (string[])["bin", "lib", "lib64"])
        {
            File.CreateSymbolicLink(Path.Combine(root, name), "usr/" + name);
        }

        foreach (var name in (string[])["etc", "root", "tmp"])
        {
            Directory.CreateDirectory(Path.Combine(root, name));
        }

        await File.WriteAllTextAsync(Path.Combine(root, "etc", "passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        var archive = Path.Combine(folder.Path, "root.tar");
        await System.Formats.Tar.TarFile.CreateFromDirectoryAsync(root, archive, includeBaseDirectory: false);

        // How this machine reaches its packages, and how it is told to trust them.
        var variables = Environment
            .GetEnvironmentVariables()
            .Keys.Cast<string>()
            .Where(name => name.StartsWith("DOTNET_") || name.StartsWith("NUGET_") || name.StartsWith("SSL_"))
            .Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}");
        return await MakeAsync("sdk", [$"PATH={DotNet}:/usr/bin:/bin", .. variables], [(archive, "/")]);
    }

    private static async Task<string> MakeAsync(string name, string[] variables, (string From, string To)[] content)
    {
        var buildah = ContainerTools.Buildah();
        var container = await buildah.DemandAsync([.. ContainerTools.Store, "from", "scratch"]);
        foreach (var (from, to) in content)
        {
            await buildah.DemandAsync([.. ContainerTools.Store, "add", "--quiet", container, from, to]);
        }

        await buildah.DemandAsync([
            .. ContainerTools.Store,
            "config",
            .. variables.Select(v => $"--env={v}"),
            container,
        ]);
        var image = $"localhost/cairn-test/{name}";
        // One of an earlier run, if any.
        await ContainerTools.Podman().RunAsync([.. ContainerTools.Store, "image", "rm", "--force", image], "");
        await buildah.DemandAsync([.. ContainerTools.Store, "commit", "--quiet", "--rm", container, image]);
        return image;
    }
}
