using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Cairn.ChartTests;

/// <summary>The values of other MLflow charts, and the chart's own list of those that it does not use.</summary>
internal static class Community
{
    /// <summary>The community chart's default values as text.</summary>
    public static string Defaults { get; } = File.ReadAllText(At("defaults.yaml"));

    /// <summary>The same as a tree.</summary>
    public static JsonObject DefaultTree { get; } = Read(Defaults);

    /// <summary>Values that are refused when they are switched on.</summary>
    public static IReadOnlyList<Entry> Refused { get; } = Entries("refused");

    /// <summary>Values that are accepted and change nothing.</summary>
    public static IReadOnlyList<Entry> Ignored { get; } = Entries("ignored");

    /// <summary>Values of MLflow's own chart.</summary>
    public static IReadOnlyList<Entry> Official { get; } = Entries("official");

    /// <summary>Returns a values file of the documentation of other charts.</summary>
    public static string Page(string name) => File.ReadAllText(At(name + ".yaml"));

    /// <summary>Returns whether a path leads to, or is above, a value that only other charts have.</summary>
    public static bool IsForeign(string path) =>
        Refused
            .Concat(Ignored)
            .Concat(Official)
            .Any(e => e.Value == path || e.Value.StartsWith(path + ".", StringComparison.Ordinal));

    /// <summary>Parses YAML.</summary>
    public static JsonObject Read(string yaml) =>
        JsonSerializer
            .SerializeToNode(
                new DeserializerBuilder()
                    .WithAttemptingUnquotedStringTypeDeserialization()
                    .Build()
                    .Deserialize<object>(yaml)
            )!
            .AsObject();

    private static string At(string name) => Path.Combine(AppContext.BaseDirectory, "Community", name);

    private static IReadOnlyList<Entry> Entries(string list) =>
        [
            .. Read(File.ReadAllText(Path.Combine(Chart.Folder, "community.yaml")))[list]!
                .AsArray()
                .Select(e => new Entry(
                    e!["value"]!.ToString(),
                    e["reason"]?.ToString() ?? "",
                    e["instead"]?.ToString() ?? ""
                )),
        ];

    /// <summary>A value, why it is not used, and what takes its place.</summary>
    internal sealed record Entry(string Value, string Reason, string Instead);
}
