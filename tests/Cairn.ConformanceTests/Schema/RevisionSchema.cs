using System.Text.RegularExpressions;
using Cairn.ConformanceTests.Databases;

namespace Cairn.ConformanceTests.Schema;

/// <summary>
/// The schema that MLflow had at a revision, put together from what each revision changed, with a row in every table.
/// </summary>
internal sealed partial class RevisionSchema
{
    private const string ComputedColumn =
        "duration_ns BIGINT GENERATED ALWAYS AS (end_time_unix_nano - start_time_unix_nano) STORED";
    private static readonly string[] _lines = File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "Schema", "mlflow-revisions.txt")
    );
    private readonly Dictionary<string, RevisionTable> _tables = [];
    private readonly string _revision;

    private RevisionSchema(string revision) => _revision = revision;

    /// <summary>All revisions, oldest first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. _lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..])];

    /// <summary>The tables, in an order that foreign keys allow.</summary>
    public IReadOnlyCollection<RevisionTable> Tables => _tables.Values;

    /// <summary>The schema at a revision.</summary>
    public static RevisionSchema At(string revision)
    {
        var schema = new RevisionSchema(revision);
        var current = "";
        foreach (var line in _lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                if (current == revision)
                {
                    break;
                }

                current = line[3..];
            }
            else if (line.StartsWith("- ", StringComparison.Ordinal) && line[2] != '(')
            {
                schema.Apply(line[2..]);
            }
        }

        return schema;
    }

    /// <summary>Makes the tables, a row in each, and the name of the revision.</summary>
    public string Script(Backend backend) =>
        string.Join(
            ";\n",
            [
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
                $"INSERT INTO alembic_version VALUES ('{_revision}')",
                .. Tables.Select(t => t.Create(backend)),
                .. Tables.SelectMany(t => t.Indexes.Values),
                .. Tables.Select(t => t.Insert(backend)),
            ]
        );

    private void Apply(string change)
    {
        if (NewTable().Match(change) is { Success: true } made)
        {
            var parts = made.Groups[2].Value.Split("; ");
            var table = _tables[made.Groups[1].Value] = new(made.Groups[1].Value);
            table.Columns.AddRange(parts[0].Split(", "));
            Array.ForEach(parts[1..], table.Apply);
            if (table.Name == "spans")
            {
                table.Columns.Add(ComputedColumn);
            }

            // Made without a name, which is not in the list.
            if (table.Name is "experiments" or "registered_models")
            {
                table.Constraints.Add("UNIQUE (name)");
            }
        }
        else if (TypeChange().Match(change) is { Success: true } type)
        {
            var columns = _tables[type.Groups[1].Value].Columns;
            var name = type.Groups[2].Value;
            columns[columns.FindIndex(c => RevisionTable.NameOf(c) == name)] = $"{name} {type.Groups[3].Value}";
        }
        else
        {
            var at = change.IndexOf(": ", StringComparison.Ordinal);
            _tables[change[..at]].Apply(change[(at + 2)..]);
        }
    }

    [GeneratedRegex(@"^new table (\w+): (.*)$")]
    private static partial Regex NewTable();

    [GeneratedRegex(@"^(\w+)\.(\w+): .* becomes (.*)$")]
    private static partial Regex TypeChange();
}
