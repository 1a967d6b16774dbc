using System.Text.RegularExpressions;
using Cairn.Contracts.Runs;

namespace Cairn.Web.Runs;

/// <summary>The kinds of column of the table of runs, in the order of their groups.</summary>
public enum ColumnKind
{
    /// <summary>A property of the run itself.</summary>
    Attribute,

    /// <summary>The latest value of a metric.</summary>
    Metric,

    /// <summary>A parameter.</summary>
    Param,

    /// <summary>A tag.</summary>
    Tag,
}

/// <summary>A column of the table of runs.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Key">The name of the attribute, metric, parameter or tag.</param>
public sealed partial record RunColumn(ColumnKind Kind, string Key)
{
    private static readonly (string Prefix, ColumnKind Kind)[] _prefixes =
    [
        ("metrics.", ColumnKind.Metric),
        ("params.", ColumnKind.Param),
        ("tags.", ColumnKind.Tag),
    ];

    /// <summary>The attributes that can be shown, by the name that stands in URLs.</summary>
    public static IReadOnlyDictionary<string, string> Attributes { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["state"] = "State",
            ["created"] = "Created",
            ["duration"] = "Duration",
            ["user"] = "User",
            ["source"] = "Source",
            ["dataset"] = "Dataset",
            ["models"] = "Models",
            ["id"] = "Run ID",
        };

    /// <summary>The column that a text of the URL stands for; null when there is none.</summary>
    public static RunColumn? Parse(string text)
    {
        foreach (var (prefix, kind) in _prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length)
            {
                return new(kind, text[prefix.Length..]);
            }
        }

        return Attributes.ContainsKey(text) ? new(ColumnKind.Attribute, text) : null;
    }

    /// <summary>The text that stands for the column in URLs.</summary>
    public string Name => Kind == ColumnKind.Attribute ? Key : Prefix + Key;

    /// <summary>The heading.</summary>
    public string Label => Kind == ColumnKind.Attribute ? Attributes[Key] : Key;

    /// <summary>Whether values are right-aligned numbers.</summary>
    public bool IsNumber => Kind == ColumnKind.Metric || this is { Kind: ColumnKind.Attribute, Key: "duration" };

    /// <summary>The name in filters and order clauses; null for what MLflow's language does not know.</summary>
    public string? Field =>
        (Kind, Key) switch
        {
            (ColumnKind.Attribute, "state") => "attributes.status",
            (ColumnKind.Attribute, "created") => "attributes.start_time",
            (ColumnKind.Attribute, "user") => "attributes.user_id",
            (ColumnKind.Attribute, "id") => "attributes.run_id",
            (ColumnKind.Attribute, "source") => "tags.`mlflow.source.name`",
            (ColumnKind.Attribute, _) => null,
            _ => Prefix + Quoted(Key),
        };

    /// <summary>The text of a parameter or tag, or the value of a metric in full.</summary>
    public string? TextOf(Run run) =>
        Kind switch
        {
            ColumnKind.Metric => MetricOf(run) is { } value ? Parts.Numbers.Full(value) : null,
            ColumnKind.Param => Find(run.Data.Params, Key),
            ColumnKind.Tag => Find(run.Data.Tags, Key),
            _ => AttributeOf(run),
        };

    /// <summary>The latest value of the metric.</summary>
    public double? MetricOf(Run run)
    {
        foreach (var metric in run.Data.Metrics ?? [])
        {
            if (metric.Key == Key)
            {
                return metric.Value;
            }
        }

        return null;
    }

    private string Prefix =>
        Kind switch
        {
            ColumnKind.Metric => "metrics.",
            ColumnKind.Param => "params.",
            _ => "tags.",
        };

    private string? AttributeOf(Run run) =>
        Key switch
        {
            "state" => run.Info.Status,
            "user" => run.Info.UserId,
            "id" => run.Info.RunId,
            "created" => run.Info.StartTime?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "duration" => RunText.Duration(run.Info)?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "source" => Find(run.Data.Tags, "mlflow.source.name"),
            "dataset" => RunText.Datasets(run),
            _ => (run.Outputs?.ModelOutputs?.Count ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };

    private static string? Find(IReadOnlyList<Param>? all, string key)
    {
        foreach (var param in all ?? [])
        {
            if (param.Key == key)
            {
                return param.Value;
            }
        }

        return null;
    }

    private static string? Find(IReadOnlyList<RunTag>? all, string key)
    {
        foreach (var tag in all ?? [])
        {
            if (tag.Key == key)
            {
                return tag.Value;
            }
        }

        return null;
    }

    private static string Quoted(string key) =>
        PlainKey().IsMatch(key) ? key
        : key.Contains('`', StringComparison.Ordinal) ? $"\"{key}\""
        : $"`{key}`";

    [GeneratedRegex(@"^[A-Za-z_]\w*$")]
    private static partial Regex PlainKey();
}
