using System.Diagnostics;
using System.Text.Json.Nodes;
using Cairn.ChartTests.Pods;
using Cairn.Server;

namespace Cairn.ChartTests.Image;

/// <summary>The image that deploy/docker/Dockerfile builds.</summary>
public sealed class ImageTests(CairnImage image)
{
    private const long MaxCompressedBytes = 45_000_000;
    private const int Aarch64 = 0xB7;

    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Image_SaysWhatItIs()
    {
        var config = await ConfigAsync(await image.OwnAsync());
        config["User"]!.ToString().ShouldBe("10001:10001");
        config["Entrypoint"]!.AsArray().Select(e => e!.ToString()).ShouldBe(["cairn"]);
        config["Cmd"]!.AsArray().Select(e => e!.ToString()).ShouldBe(["server"]);
        var labels = config["Labels"]!;
        labels["org.opencontainers.image.title"]!.ToString().ShouldBe("Cairn");
        labels["org.opencontainers.image.version"]!.ToString().ShouldBe(ServerVersion.Cairn);
        labels["org.opencontainers.image.revision"]!.ToString().ShouldBe("0123abc");
        labels["org.opencontainers.image.licenses"]!.ToString().ShouldBe("Apache-2.0");
    }

    [Fact]
    public async Task Image_Compressed_IsSmall()
    {
        using var folder = new TemporaryFolder();
        await ContainerTools
            .Buildah()
            .DemandAsync([
                .. ContainerTools.Store,
                "push",
                "--quiet",
                await image.OwnAsync(),
                $"oci:{folder.Path}/image",
            ]);
        var size = Directory
            .EnumerateFiles(Path.Combine(folder.Path, "image", "blobs"), "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length);
        TestContext.Current.TestOutputHelper!.WriteLine($"{size:N0} bytes");
        size.ShouldBeLessThan(MaxCompressedBytes);
    }

    [Fact]
    public async Task Image_HoldsTheExecutableAndSqlitesLibraryOnly()
    {
        var podman = ContainerTools.Podman();
        var name = await image.OwnAsync();
        var root = await podman.DemandAsync([.. ContainerTools.Store, "image", "mount", name]);
        try
        {
            Directory
                .EnumerateFileSystemEntries(Path.Combine(root, "opt", "cairn"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
                .ShouldBe(["cairn", "libe_sqlite3.so"]);
        }
        finally
        {
            await podman.DemandAsync([.. ContainerTools.Store, "image", "unmount", name]);
        }
    }

    [Theory]
    [InlineData("cairn")]
    [InlineData("mlflow")]
    public async Task Image_ByEitherName_IsTheProgram(string name) =>
        (await RunAsync($"--entrypoint={name}", await image.OwnAsync(), "--version")).ShouldBe(
            (0, $"cairn {ServerVersion.Cairn} (MLflow API {ServerVersion.Mlflow})\n")
        );

    [Fact]
    public async Task Image_HasNoShell() =>
        (await RunAsync("--entrypoint=sh", await image.OwnAsync(), "-c", "true")).Code.ShouldNotBe(0);

    [Fact]
    public async Task Image_WithoutAnySettings_IsSoonReady()
    {
        var release = await Chart.RenderAsync();
        await using var pod = new Kubelet(release, containers: new PodmanContainers(await image.OwnAsync()));
        var begun = Stopwatch.GetTimestamp();
        await pod.StartAsync();
        var took = Stopwatch.GetElapsedTime(begun);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{took.TotalSeconds:0.00} s from start to ready, container and new database included"
        );
        took.ShouldBeLessThan(TimeSpan.FromSeconds(30), "well under 2 s on a machine that has nothing else to do");
        (await pod.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Image_ForArm64_HoldsItsProgram()
    {
        var other = await CairnImage.ForAsync("linux/arm64");
        var podman = ContainerTools.Podman();
        (
            await podman.DemandAsync([
                .. ContainerTools.Store,
                "image",
                "inspect",
                "--format",
                "{{.Architecture}}",
                other,
            ])
        ).ShouldBe("arm64");
        var root = await podman.DemandAsync([.. ContainerTools.Store, "image", "mount", other]);
        try
        {
            foreach (var file in (string[])["cairn", "libe_sqlite3.so"])
            {
                (await MachineAsync(Path.Combine(root, "opt", "cairn", file))).ShouldBe(Aarch64, file);
            }
        }
        finally
        {
            await podman.DemandAsync([.. ContainerTools.Store, "image", "unmount", other]);
        }
    }

    /// <summary>The kind of machine that a program is for, from its ELF header.</summary>
    private static async Task<int> MachineAsync(string file)
    {
        var header = new byte[20];
        await using var stream = File.OpenRead(file);
        await stream.ReadExactlyAsync(header, _ct);
        return BitConverter.ToUInt16(header, 18);
    }

    private static async Task<JsonObject> ConfigAsync(string name)
    {
        var text = await ContainerTools.Podman().DemandAsync([.. ContainerTools.Store, "image", "inspect", name]);
        return JsonNode.Parse(text)![0]!["Config"]!.AsObject();
    }

    private static Task<(int Code, string Text)> RunAsync(params string[] args) =>
        ContainerTools
            .Podman()
            .RunAsync([.. ContainerTools.Running, "run", .. ContainerTools.Limits, "--read-only", .. args], "");
}
