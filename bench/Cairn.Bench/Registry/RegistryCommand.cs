using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Bench.Load;

namespace Cairn.Bench.Registry;

/// <summary>Measures the reads of a registry of 100,000 versions over HTTP.</summary>
internal static class RegistryCommand
{
    private const string Search = "model-versions/search";
    private const string PrefixAndTag = "name LIKE 'team07-%' AND tags.stage = 'prod'";
    private const string PrefixAndCommonTag = "name LIKE 'team%' AND tags.stage = 'dev'";

    public static async Task<int> RunAsync(
        Uri url,
        string database,
        LoadSettings settings,
        TextWriter output,
        CancellationToken ct
    )
    {
        if (!url.IsLoopback)
        {
            await output.WriteLineAsync($"{url} is not on this machine: only loopback servers are loaded.");
            return 2;
        }

        await RegistrySeed.SowAsync(database, ct);
        using var server = new Load.Server(url, settings.Connections);
        var failed = false;
        foreach (var scenario in Scenarios(server, ct).Where(s => settings.Wants(s.Name)))
        {
            await scenario.SendAsync(0);
            var measured = await Measurement.TakeAsync(
                settings.Connections,
                TimeSpan.FromSeconds(settings.Seconds),
                scenario.SendAsync,
                ct
            );
            failed |= measured.Errors > 0;
            await output.WriteLineAsync($"{scenario.Name, -28}{measured}");
        }

        foreach (
            var (name, filter) in ((string, string?)[])[("walk-all", null), ("walk-prefix-and-tag", PrefixAndCommonTag)]
        )
        {
            if (settings.Wants(name))
            {
                await output.WriteLineAsync($"{name, -28}{await WalkAsync(server, filter, ct)}");
            }
        }

        return failed ? 1 : 0;
    }

    private static IEnumerable<Scenario> Scenarios(Load.Server server, CancellationToken ct)
    {
        yield return Get("versions-prefix-and-tag", Search, ("filter", PrefixAndTag), ("max_results", "100"));
        yield return Get("versions-common-tag", Search, ("filter", PrefixAndCommonTag), ("max_results", "100"));
        yield return Get(
            "versions-rare-tag",
            Search,
            ("filter", "name LIKE 'team%' AND tags.owner = 'o42'"),
            ("max_results", "100")
        );
        yield return Get(
            "versions-two-tags",
            Search,
            ("filter", "tags.stage = 'prod' AND tags.framework = 'f3'"),
            ("max_results", "100")
        );
        yield return Get("versions-prefix", Search, ("filter", "name LIKE 'team07-%'"), ("max_results", "100"));
        yield return Get("versions-of-model", Search, ("filter", "name = 'team07-model0360'"), ("max_results", "100"));
        yield return Get("versions-of-run", Search, ("filter", "run_id = 'run360'"), ("max_results", "100"));
        yield return Get(
            "versions-ordered",
            Search,
            ("filter", PrefixAndTag),
            ("max_results", "100"),
            ("order_by", "creation_timestamp DESC")
        );
        yield return Get("versions-newest", Search, ("max_results", "100"));
        yield return Get("get-version", "model-versions/get", ("name", "team07-model0360"), ("version", "7"));
        yield return Get("get-model", "registered-models/get", ("name", "team07-model0360"));
        yield return Get(
            "get-by-alias",
            "registered-models/alias",
            ("name", "team07-model0360"),
            ("alias", "champion")
        );
        yield return Get("latest-versions", "registered-models/get-latest-versions", ("name", "team07-model0360"));
        yield return Get("models-100", "registered-models/search", ("max_results", "100"));
        yield return Get(
            "models-prefix-and-tag",
            "registered-models/search",
            ("filter", "name LIKE 'team07-%' AND tags.team = 't7'"),
            ("max_results", "100")
        );
        yield return Post("logged-models-100x50", "{}");
        yield return Post(
            "logged-models-by-metric",
            """{"filter":"metrics.metric7 > 500 AND tags.kind = 'k2'","order_by":[{"field_name":"metrics.metric3","ascending":false}]}"""
        );

        Scenario Get(string name, string path, params ReadOnlySpan<(string, string)> query)
        {
            var full = Path(path, query);
            return new(name, false, _ => server.GetAsync(full, ct));
        }

        Scenario Post(string name, string query)
        {
            var body = JsonNode.Parse(query)!;
            body["experiment_ids"] = new JsonArray(RegistrySeed.Experiment);
            body["max_results"] = 100;
            var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
            return new(name, false, _ => server.PostAsync("logged-models/search", bytes, ct));
        }
    }

    /// <summary>Pages through a search to its end: a page must cost the same wherever it is.</summary>
    private static async Task<string> WalkAsync(Load.Server server, string? filter, CancellationToken ct)
    {
        var (times, versions, token) = (new List<double>(), 0, "");
        do
        {
            var before = Stopwatch.GetTimestamp();
            var page = await server.FetchAsync(
                Path(Search, ("filter", filter ?? ""), ("max_results", "1000"), ("page_token", token)),
                ct
            );
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            versions += page["model_versions"]?.AsArray().Count ?? 0;
            token = (string?)page["next_page_token"];
        } while (!string.IsNullOrEmpty(token));
        var tenth = Math.Max(1, times.Count / 10);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{versions} versions on {times.Count} pages: median {Median(times):F1} ms, of the first tenth {Median(times[..tenth]):F1} ms, of the last {Median(times[^tenth..]):F1} ms"
        );
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Path(string path, params ReadOnlySpan<(string Name, string Value)> query)
    {
        var text = new StringBuilder($"api/2.0/mlflow/{path}?");
        foreach (var (name, value) in query)
        {
            text.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        }

        return text.ToString();
    }
}
