namespace Cairn.ConformanceTests.Hosting;

/// <summary>What a test does when a tool that it needs is not installed.</summary>
public static class MissingTool
{
    /// <summary>
    /// Skips the test on a developer's machine and fails it in CI, with the command that installs the tool.
    /// </summary>
    public static void SkipOrFail(string tool, string install)
    {
        var reason = $"{tool} is not installed: {install}";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }
}
