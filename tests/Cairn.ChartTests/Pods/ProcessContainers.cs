using System.Diagnostics;

namespace Cairn.ChartTests.Pods;

/// <summary>Runs containers as plain processes of this machine: quick, and without an image.</summary>
internal sealed class ProcessContainers : IContainers
{
    /// <inheritdoc/>
    public RunningContainer Start(ContainerSpec spec)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "cairn.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. spec.Args.Select(OnThisDisk)])
        {
            WorkingDirectory = spec.Mounts["/tmp"],
        };
        foreach (
            var name in start
                .Environment.Keys.Where(n =>
                    n.StartsWith("MLFLOW_") || n.StartsWith("AZURE_") || n.StartsWith("CAIRN_") || n.StartsWith("PG")
                )
                .ToList()
        )
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = OnThisDisk(value);
        }

        return new(
            start,
            async (process, signal) =>
            {
                using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
                await kill.WaitForExitAsync();
            }
        );

        string OnThisDisk(string text) =>
            spec.Mounts.TryGetValue("/data", out var folder)
                ? text.Replace("/data", folder, StringComparison.Ordinal)
                : text;
    }
}
