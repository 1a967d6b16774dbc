using System.Security.Cryptography;
using System.Text;

namespace Cairn.ChartTests.Image;

/// <summary>Debian's tools for containers, with a store of images of these tests' own.</summary>
internal static class ContainerTools
{
    private const string Install = "apt-get install buildah podman runc mmdebstrap";

    /// <summary>What every command of buildah and podman starts with.</summary>
    public static string[] Store { get; } =
    ["--root", Repository.At(".cache", "containers"), "--runroot", RunFolder(), "--storage-driver", "overlay"];

    /// <summary>What commands on containers that run start with.</summary>
    public static string[] Running { get; } = [.. Store, "--runtime", "runc"];

    /// <summary>
    /// How containers are run: on this machine's network, within limits that a machine without more privileges can
    /// give.
    /// </summary>
    public static string[] Limits { get; } =
    ["--rm", "--pull=never", "--network=host", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024"];

    public static Tool Buildah() => Find("buildah");

    public static Tool Debootstrap() => Find("mmdebstrap");

    public static Tool Podman()
    {
        _ = Find("runc");
        return Find("podman");
    }

    /// <summary>Runs a tool to its end, which must be a success.</summary>
    public static async Task<string> DemandAsync(this Tool tool, params string[] args)
    {
        var (code, text) = await tool.RunAsync(args, "");
        code.ShouldBe(0, $"{Path.GetFileName(tool.Location)} {string.Join(' ', args)}\n{text}");
        return text.Trim();
    }

    private static Tool Find(string name)
    {
        Assert.SkipUnless(
            Environment.UserName == "root" || Environment.GetEnvironmentVariable("CI") == "true",
            "building images needs root here"
        );
        return Tool.Find(name, "containers", Install);
    }

    /// <summary>A short path, since sockets are made in it.</summary>
    private static string RunFolder() =>
        Path.Combine(
            Path.GetTempPath(),
            "cairn-containers-"
                + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Repository.Root)))[..8]
        );
}
