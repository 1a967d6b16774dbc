using System.Globalization;
using System.Text.RegularExpressions;

namespace Cairn.ConformanceTests.Monitoring;

/// <summary>A page in Prometheus' text format, read as strictly as the format is written down.</summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<(string Name, string Labels), double> _samples = [];

    /// <summary>The type of each family: counter, gauge or histogram.</summary>
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>The names that a query may use, with the suffixes of histograms.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>All that stands between quotes.</summary>
    public HashSet<string> LabelValues { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a page; a line that the format does not know fails the test.</summary>
    public static Exposition Parse(string text)
    {
        var page = new Exposition();
        text.ShouldEndWith("\n");
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line != "# EOF"))
        {
            page.Read(line);
        }

        page.CheckHistograms();
        return page;
    }

    /// <summary>Fetches a server's page.</summary>
    public static async Task<Exposition> FetchAsync(HttpClient http, string path = "/metrics") =>
        Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    /// <summary>Fetches the page until it shows what is expected of it: it may be some 300 ms old.</summary>
    public static async Task<Exposition> FetchAsync(HttpClient http, Func<Exposition, bool> condition)
    {
        var ct = TestContext.Current.CancellationToken;
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            var page = await FetchAsync(http);
            if (condition(page) || DateTime.UtcNow > deadline)
            {
                return page;
            }

            await Task.Delay(50, ct);
        }
    }

    /// <summary>The sum of a name's samples that carry these labels.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels) =>
        Find(name, labels).Sum(s => s.Value);

    /// <summary>Whether a name has a sample with these labels.</summary>
    public bool Has(string name, params (string Label, string Value)[] labels) => Find(name, labels).Any();

    private IEnumerable<KeyValuePair<(string Name, string Labels), double>> Find(
        string name,
        (string Label, string Value)[] labels
    ) =>
        _samples.Where(s =>
            s.Key.Name == name
            && labels.All(l => s.Key.Labels.Contains($"{l.Label}=\"{l.Value}\"", StringComparison.Ordinal))
        );

    private void Read(string line)
    {
        if (
            line.StartsWith("# HELP ", StringComparison.Ordinal) || line.StartsWith("# UNIT ", StringComparison.Ordinal)
        )
        {
            return;
        }

        if (TypeLine().Match(line) is { Success: true } type)
        {
            Types.TryAdd(type.Groups[1].Value, type.Groups[2].Value).ShouldBeTrue("a second " + line);
            return;
        }

        var sample = SampleLine().Match(line);
        sample.Success.ShouldBeTrue(line);
        var (name, labels, value) = (
            sample.Groups[1].Value,
            sample.Groups[2].Value,
            double.Parse(
                sample.Groups[3].Value.Replace("+Inf", "∞", StringComparison.Ordinal),
                CultureInfo.InvariantCulture
            )
        );
        var family = Types.ContainsKey(name) ? name : Suffix().Replace(name, "");
        Types.ShouldContainKey(family, line);
        (Types[family] == "histogram").ShouldBe(family != name, line);
        if (Types[family] == "counter")
        {
            name.ShouldEndWith("_total");
            value.ShouldBeGreaterThanOrEqualTo(0, line);
        }

        _samples.TryAdd((name, labels), value).ShouldBeTrue("twice: " + line);
        Names.Add(name);
        LabelValues.UnionWith(Quoted().Matches(labels).Select(m => m.Groups[1].Value));
    }

    /// <summary>Buckets only grow, and the last one counts all.</summary>
    private void CheckHistograms()
    {
        foreach (var family in Types.Where(t => t.Value == "histogram").Select(t => t.Key))
        {
            foreach (var (count, all) in Find(family + "_count", []))
            {
                var labels = count.Labels.Length > 0 ? count.Labels[..^1] + "," : "{";
                var buckets = Find(family + "_bucket", [])
                    .Where(s => s.Key.Labels.StartsWith(labels + "le=", StringComparison.Ordinal))
                    .Select(s => s.Value)
                    .ToList();
                buckets.ShouldBe(buckets.Order().ToList(), family);
                buckets.Last().ShouldBe(all, family);
            }
        }
    }

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(
        """^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (NaN|[+-]Inf|[-+0-9.eE]+)(?: [0-9]+)?$"""
    )]
    private static partial Regex SampleLine();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Quoted();
}
