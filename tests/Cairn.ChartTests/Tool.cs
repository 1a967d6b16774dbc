using System.Diagnostics;

namespace Cairn.ChartTests;

/// <summary>A program that tests start. Without it they are skipped, and in CI they fail.</summary>
internal sealed class Tool
{
    /// <param name="location">Where it is.</param>
    public Tool(string location) => Location = location;

    /// <summary>Where it is.</summary>
    public string Location { get; }

    /// <summary>Finds a program in the folder of test tools or in PATH.</summary>
    public static Tool Find(string name, string folder, string install)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Append(Repository.At(".cache", "tools", folder));
        var path = folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"{name} is missing: {install}");
        }

        Assert.SkipWhen(path is null, $"{name} is missing: {install}");
        return new(path!);
    }

    /// <summary>Runs it and returns what it wrote; both streams when it failed.</summary>
    public async Task<(int Code, string Text)> RunAsync(IEnumerable<string> args, string input = "")
    {
        var (code, output, error) = await RunSplitAsync(args, input);
        return (code, code == 0 ? output : output + error);
    }

    /// <summary>Runs it and returns its exit code and what it wrote to each stream.</summary>
    public async Task<(int Code, string Output, string Error)> RunSplitAsync(
        IEnumerable<string> args,
        string input = ""
    )
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Location, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await error);
    }
}
