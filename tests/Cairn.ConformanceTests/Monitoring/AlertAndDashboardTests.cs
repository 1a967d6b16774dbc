using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Monitoring;

/// <summary>
/// What <c>deploy/monitoring</c> and the monitoring page say of metrics is what a server really serves.
/// </summary>
public sealed partial class AlertAndDashboardTests(PostgresFixture postgres)
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Monitoring");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_InRulesDashboardAndPage_AreServed()
    {
        var pages = await PagesAsync();
        var names = pages.SelectMany(page => page.Names).ToHashSet();
        foreach (var expression in Rules().Concat(Panels()))
        {
            var used = NamesIn(expression).ToList();
            used.ShouldNotBeEmpty(expression);
            used.ShouldAllBe(name => names.Contains(name), expression);
        }

        var documented = TableRow()
            .Matches(File.ReadAllText(Path.Combine(_folder, "monitoring.md")))
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        var served = pages
            .SelectMany(page => page.Types)
            .DistinctBy(t => t.Key)
            .Where(t => t.Key != "target_info")
            .ToDictionary(t => t.Key, t => t.Value);
        documented.ShouldBe(served, ignoreOrder: true);
    }

    [Fact]
    public async Task Rules_AreWellFormedAndFireWhenTheyShould()
    {
        await PromtoolAsync("check", "rules", "alerts.yaml");
        await PromtoolAsync("test", "rules", "alerts-test.yaml");
    }

    [Fact]
    public async Task Dashboard_AsksWellFormedQuestions()
    {
        var rules = Path.Combine(_folder, "panels.yaml");
        var lines = Panels()
            .Select((expression, i) => $"      - {{record: panel:{i}, expr: {JsonSerializer.Serialize(expression)}}}");
        await File.WriteAllTextAsync(
            rules,
            "groups:\n  - name: panels\n    rules:\n" + string.Join('\n', lines) + "\n",
            Ct
        );
        await PromtoolAsync("check", "rules", "panels.yaml");
    }

    /// <summary>The pages of servers that have done everything: on both databases, with a store that refuses.</summary>
    private async Task<IReadOnlyList<Exposition>> PagesAsync()
    {
        await using var store = await Collector.StartAsync();
        using var local = await CairnProcess.StartAsync(Ct);
        using var remote = await CairnProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["AZURE_STORAGE_CONNECTION_STRING"] =
                    $"BlobEndpoint={store.Address}/store;SharedAccessSignature=sv=2024-11-04&sig=x",
            },
            Ct,
            "--artifacts-destination",
            "wasbs://box@store.blob.core.windows.net",
            "--backend-store-uri",
            await postgres.CreateDatabaseAsync()
        );
        foreach (var server in (CairnProcess[])[local, remote])
        {
            (
                await server.Http.PostAsJsonAsync("/api/2.0/mlflow/experiments/create", new { name = "e" }, Ct)
            ).EnsureSuccessStatusCode();
            using var put = await server.Http.PutAsync(
                "/api/2.0/mlflow-artifacts/artifacts/a.txt",
                new StringContent("x"),
                Ct
            );
            using var got = await server.Http.GetAsync("/api/2.0/mlflow-artifacts/artifacts/a.txt", Ct);
        }

        return [await Exposition.FetchAsync(local.Http), await Exposition.FetchAsync(remote.Http)];
    }

    private static IEnumerable<string> Rules() =>
        Expression().Matches(File.ReadAllText(Path.Combine(_folder, "alerts.yaml"))).Select(m => m.Groups[1].Value);

    private static IEnumerable<string> Panels()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "dashboard.json")));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
            where panel.TryGetProperty("targets", out _)
            from target in panel.GetProperty("targets").EnumerateArray()
            select target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "5m", StringComparison.Ordinal),
        ];
    }

    /// <summary>
    /// The metrics of an expression: what is left of its words without labels, groupings and functions.
    /// </summary>
    private static IEnumerable<string> NamesIn(string expression) =>
        Word()
            .Matches(Grouping().Replace(expression, " "))
            .Select(m => m.Value)
            .Where(word => word is not ("and" or "or" or "unless" or "bool"));

    private static async Task PromtoolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var said = await process.StandardOutput.ReadToEndAsync(Ct) + await process.StandardError.ReadToEndAsync(Ct);
            await process.WaitForExitAsync(Ct);
            process.ExitCode.ShouldBe(0, said);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            MissingTool.SkipOrFail("promtool", "apt-get install prometheus");
        }
    }

    [GeneratedRegex(@"^ +expr: (?:\|\n)?((?:.*\n)+?)(?= +(?:for|labels):)", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\b([a-z]+ +)?(by|without|on|ignoring) *\([^)]*\)|[a-z_0-9]+ *(?=\()")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\b[a-zA-Z_:][a-zA-Z0-9_:]*\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| `([a-z_]+)` \| (counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
