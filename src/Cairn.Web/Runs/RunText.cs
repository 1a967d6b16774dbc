using Cairn.Contracts.Runs;

namespace Cairn.Web.Runs;

/// <summary>What pages say of runs.</summary>
public static class RunText
{
    private const int Colours = 20;

    /// <summary>The colour of a run, the same on every page: a number below 20.</summary>
    public static int Colour(string runId)
    {
        // FNV-1a. Parts/colours.js computes the same.
        var hash = 2166136261u;
        foreach (var c in runId)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)(hash % Colours);
    }

    /// <summary>The name of a run, or its id when it has none.</summary>
    public static string Name(RunInfo run) => string.IsNullOrEmpty(run.RunName) ? run.RunId : run.RunName;

    /// <summary>How long a run took, in milliseconds; null while it runs.</summary>
    public static long? Duration(RunInfo run) =>
        run is { StartTime: { } start, EndTime: { } end } && end >= start ? end - start : null;

    /// <summary>The id of the run's parent; null for none.</summary>
    public static string? Parent(Run run) =>
        run.Data.Tags?.FirstOrDefault(tag => tag.Key == "mlflow.parentRunId")?.Value;

    /// <summary>The datasets of a run, each with the first digits of its digest.</summary>
    public static string Datasets(Run run) =>
        string.Join(
            ", ",
            (run.Inputs?.DatasetInputs ?? [])
                .Select(input => input.Dataset)
                .Where(dataset => dataset is not null)
                .Select(dataset => $"{dataset!.Name}@{Start(dataset.Digest ?? "", 4)}")
        );

    /// <summary>The class and the words of a status.</summary>
    public static (string Class, string Text) State(string status) =>
        status switch
        {
            "FINISHED" => ("good", "✓ finished"),
            "RUNNING" => ("live", "◌ running"),
            "FAILED" => ("bad", "✕ failed"),
            "KILLED" => ("warn", "■ killed"),
            "SCHEDULED" => ("", "◷ scheduled"),
            _ => ("", status),
        };

    private static string Start(string text, int length) => text.Length <= length ? text : text[..length];
}
