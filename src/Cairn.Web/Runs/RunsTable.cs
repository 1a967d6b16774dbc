using Cairn.Contracts.Runs;

namespace Cairn.Web.Runs;

/// <summary>A row of the table of runs.</summary>
/// <param name="Run">The run.</param>
/// <param name="Depth">How far it is indented below its parent.</param>
/// <param name="Children">How many rows below it are its children.</param>
public sealed record RunRow(Run Run, int Depth, int Children);

/// <summary>The runs of a page as rows and columns.</summary>
public sealed class RunsTable
{
    // More columns than fit a screen are chosen, not shown unasked.
    private const int DefaultMetrics = 10;
    private const int DefaultParams = 10;
    private static readonly string[] _defaultAttributes = ["state", "created", "duration", "user"];

    private RunsTable(IReadOnlyList<RunRow> rows, IReadOnlyList<RunColumn> columns, IReadOnlyList<RunColumn> known) =>
        (Rows, Columns, Known) = (rows, columns, known);

    /// <summary>The rows: children follow their parents.</summary>
    public IReadOnlyList<RunRow> Rows { get; }

    /// <summary>The columns that are shown, after name and selection.</summary>
    public IReadOnlyList<RunColumn> Columns { get; }

    /// <summary>All columns that the runs of this page could fill.</summary>
    public IReadOnlyList<RunColumn> Known { get; }

    /// <summary>Makes the table.</summary>
    public static RunsTable Of(IReadOnlyList<Run> runs, RunsRequest view)
    {
        var known = KnownColumns(runs);
        var columns = view.Columns.Count > 0 ? view.Columns : DefaultColumns(runs, known);
        if (view.OnlyDifferent && runs.Count > 1)
        {
            columns = [.. columns.Where(column => runs.Select(column.TextOf).Distinct().Skip(1).Any())];
        }

        return new(Nested(runs), [.. columns.OrderBy(c => c.Kind)], known);
    }

    private static List<RunColumn> KnownColumns(IReadOnlyList<Run> runs)
    {
        var known = RunColumn.Attributes.Keys.Select(key => new RunColumn(ColumnKind.Attribute, key)).ToList();
        known.AddRange(Keys(ColumnKind.Metric, runs.SelectMany(r => r.Data.Metrics ?? []).Select(m => m.Key)));
        known.AddRange(Keys(ColumnKind.Param, runs.SelectMany(r => r.Data.Params ?? []).Select(p => p.Key)));
        known.AddRange(
            Keys(ColumnKind.Tag, runs.SelectMany(r => r.Data.Tags ?? []).Select(t => t.Key))
                .Where(tag => !tag.Key.StartsWith("mlflow.", StringComparison.Ordinal))
        );
        return known;
    }

    private static IEnumerable<RunColumn> Keys(ColumnKind kind, IEnumerable<string?> keys) =>
        keys.OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(key => new RunColumn(kind, key));

    private static List<RunColumn> DefaultColumns(IReadOnlyList<Run> runs, List<RunColumn> known)
    {
        var columns = _defaultAttributes.Select(key => new RunColumn(ColumnKind.Attribute, key)).ToList();
        if (runs.Any(run => run.Inputs?.DatasetInputs is { Count: > 0 }))
        {
            columns.Add(new(ColumnKind.Attribute, "dataset"));
        }

        columns.AddRange(
            known
                .Where(c => c.Kind == ColumnKind.Metric && !c.Key.StartsWith("system/", StringComparison.Ordinal))
                .Take(DefaultMetrics)
        );
        columns.AddRange(known.Where(c => c.Kind == ColumnKind.Param).Take(DefaultParams));
        return columns;
    }

    /// <summary>Children move below their parent where both are on the page; others stay where the order puts
    /// them.</summary>
    private static List<RunRow> Nested(IReadOnlyList<Run> runs)
    {
        var ids = runs.Select(run => run.Info.RunId).ToHashSet(StringComparer.Ordinal);
        var children = runs.Where(run => RunText.Parent(run) is { } parent && ids.Contains(parent))
            .ToLookup(run => RunText.Parent(run)!, StringComparer.Ordinal);
        var rows = new List<RunRow>(runs.Count);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        void Place(Run run, int depth)
        {
            if (!placed.Add(run.Info.RunId))
            {
                return;
            }

            var own = children[run.Info.RunId].ToList();
            rows.Add(new(run, depth, own.Count));
            foreach (var child in own)
            {
                Place(child, depth + 1);
            }
        }

        foreach (var run in runs.Where(run => RunText.Parent(run) is not { } parent || !ids.Contains(parent)))
        {
            Place(run, 0);
        }

        foreach (var run in runs)
        {
            Place(run, 0); // Runs that are each other's parents.
        }

        return rows;
    }
}
