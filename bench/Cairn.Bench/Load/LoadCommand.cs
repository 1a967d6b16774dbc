using System.Globalization;

namespace Cairn.Bench.Load;

/// <summary>Measures one or two servers and prints them side by side.</summary>
internal static class LoadCommand
{
    public static async Task<int> RunAsync(
        IReadOnlyList<Uri> urls,
        LoadSettings settings,
        TextWriter output,
        CancellationToken ct
    )
    {
        if (urls.FirstOrDefault(url => !url.IsLoopback) is { } elsewhere)
        {
            await output.WriteLineAsync($"{elsewhere} is not on this machine: only loopback servers are loaded.");
            return 2;
        }

        var results = new List<Dictionary<string, Measurement>>();
        foreach (var url in urls)
        {
            await output.WriteLineAsync(url.ToString());
            results.Add(await MeasureAsync(url, settings, output, ct));
        }

        if (results is [var first, var second])
        {
            await output.WriteLineAsync($"{urls[0]} in multiples of {urls[1]}");
            foreach (var (name, measured) in first.Where(r => second.ContainsKey(r.Key)))
            {
                await output.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name, -22}{measured.PerSecond / second[name].PerSecond, 10:F1}x"
                    )
                );
            }
        }

        return results.Exists(r => r.Values.Any(m => m.Errors > 0)) ? 1 : 0;
    }

    private static async Task<Dictionary<string, Measurement>> MeasureAsync(
        Uri url,
        LoadSettings settings,
        TextWriter output,
        CancellationToken ct
    )
    {
        using var server = new Server(url, settings.Connections);
        var seed = await Seed.SowAsync(server, settings.Runs, ct);
        var measured = new Dictionary<string, Measurement>(StringComparer.Ordinal);
        foreach (var scenario in Scenario.All(server, seed, ct).Where(s => settings.Wants(s.Name)))
        {
            var (clients, length) = settings.For(scenario.IsHeavy);
            measured[scenario.Name] = await Measurement.TakeAsync(clients, length, scenario.SendAsync, ct);
            await output.WriteLineAsync($"{scenario.Name, -22}{measured[scenario.Name]}");
        }

        if (settings.Wants("artifacts"))
        {
            await ArtifactsAsync(server, seed, output, ct);
        }

        return measured;
    }

    private static async Task ArtifactsAsync(Server server, Seed seed, TextWriter output, CancellationToken ct)
    {
        var root = $"api/2.0/mlflow-artifacts/artifacts/{seed.Experiment}/bench";
        var content = new byte[256 << 20];
        Random.Shared.NextBytes(content);
        var up = await server.PutAsync($"{root}/big.bin", content, ct);
        var (first, all) = await server.DownloadAsync($"{root}/big.bin", ct);
        var small = 0.0;
        for (var i = 0; i < 1000; i++)
        {
            small += await server.PutAsync($"{root}/many/f{i}.txt", "x"u8.ToArray(), ct);
        }

        var megabytes = content.Length / 1e6;
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{"artifact-256MiB", -22}up {megabytes / up:F0} MB/s  first byte {first * 1000:F1} ms  down {megabytes / all:F0} MB/s"
            )
        );
        await output.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{"artifact-1000-small", -22}{1000 / small:F0} puts/s")
        );
    }
}
