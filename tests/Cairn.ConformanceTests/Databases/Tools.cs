using System.Diagnostics;

namespace Cairn.ConformanceTests.Databases;

/// <summary>Programs that tests need beside .NET.</summary>
internal static class Tools
{
    /// <summary>Skips the test when a tool is missing, with what installs it; in CI it fails.</summary>
    public static void Require(bool isThere, string name, string install)
    {
        if (!isThere && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"{name} is missing: {install}");
        }

        Assert.SkipUnless(isThere, $"needs {name}: {install}");
    }

    /// <summary>Runs a program to its end, which must be a success.</summary>
    public static async Task RunAsync(string file, IEnumerable<string> arguments)
    {
        // Output goes nowhere: a daemon would keep a pipe open.
        using var process = Process.Start(
            new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", file, .. arguments])
            {
                WorkingDirectory = "/tmp",
            }
        )!;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{file} {string.Join(' ', arguments)}");
    }
}
