using System.Text.RegularExpressions;
using Cairn.ConformanceTests.Databases;

namespace Cairn.ConformanceTests.Schema;

/// <summary>A table of a <see cref="RevisionSchema"/>.</summary>
internal sealed partial class RevisionTable(string name)
{
    private readonly List<(string Column, string Table, string Target, string Action)> _foreign = [];
    private string _key = "";

    public string Name => name;

    /// <summary>Definitions, each beginning with its name.</summary>
    public List<string> Columns { get; } = [];

    public List<string> Constraints { get; } = [];

    /// <summary>Statements, by the index's name.</summary>
    public Dictionary<string, string> Indexes { get; } = [];

    public static string NameOf(string column) => column.Split(' ')[0];

    /// <summary>Applies a change, or what a new table has beside its columns.</summary>
    public void Apply(string change)
    {
        change = change.TrimEnd(',', ' ');
        if (Key().Match(change) is { Success: true } key)
        {
            _key = key.Groups[1].Value;
        }
        else if (Foreign().Match(change) is { Success: true } foreign)
        {
            var reference = (
                foreign.Groups[2].Value,
                foreign.Groups[3].Value,
                foreign.Groups[4].Value,
                foreign.Groups[5].Value
            );
            if (foreign.Groups[1].Success)
            {
                _foreign.Remove(reference).ShouldBeTrue(change);
            }
            else
            {
                _foreign.Add(reference);
            }
        }
        else if (change.StartsWith("add column ", StringComparison.Ordinal))
        {
            Columns.Add(change["add column ".Length..]);
        }
        else if (change.StartsWith("drop column ", StringComparison.Ordinal))
        {
            Columns.RemoveAll(c => NameOf(c) == change["drop column ".Length..]).ShouldBe(1, change);
        }
        else if (change.StartsWith("drop index ", StringComparison.Ordinal))
        {
            Indexes.Remove(change["drop index ".Length..]).ShouldBeTrue(change);
        }
        else if (Index().Match(change) is { Success: true } index)
        {
            Indexes[index.Groups[1].Value] = change;
        }
        else if (change.StartsWith("drop CONSTRAINT ", StringComparison.Ordinal))
        {
            Constraints.Remove(change["drop ".Length..]).ShouldBeTrue(change);
        }
        else
        {
            change.ShouldStartWith("CONSTRAINT ");
            Constraints.Remove("UNIQUE (name)");
            Constraints.Add(change);
        }
    }

    public string Create(Backend backend) =>
        $"CREATE TABLE {name} ({string.Join(", ",
    [
        .. Columns.Select(c => backend == Backend.Sqlite ? c
            : c.StartsWith("experiment_id INTEGER", StringComparison.Ordinal) && name == "experiments" ? "experiment_id SERIAL NOT NULL"
            : c.Replace(" BLOB", " BYTEA", StringComparison.Ordinal)),
        $"CONSTRAINT {name}_of_old_pk PRIMARY KEY ({_key})",
        .. Constraints,
        .. _foreign.GroupBy(f => (f.Table, f.Action)).Select(f =>
            $"FOREIGN KEY ({string.Join(", ", f.Select(c => c.Column))}) REFERENCES {f.Key.Table} ({string.Join(", ", f.Select(c => c.Target))}) ON DELETE {f.Key.Action}"),
    ])})";

    /// <summary>A row without NULLs. Keys have the same value everywhere, so that references hold.</summary>
    public string Insert(Backend backend)
    {
        var filled = Columns
            .Where(c => !c.Contains("GENERATED", StringComparison.Ordinal) && NameOf(c) != "workspace")
            .ToList();
        return $"INSERT INTO {name} ({string.Join(", ", filled.Select(NameOf))}) VALUES ({string.Join(", ", filled.Select(Value))})";

        string Value(string column) =>
            (NameOf(column), column.Split(' ')[1].Split('(')[0]) switch
            {
                ("lifecycle_stage", _) => "'active'",
                ("source_type", _) => "'LOCAL'",
                ("status", "VARCHAR") => "'FINISHED'",
                (_, "VARCHAR" or "TEXT") => "'x'",
                (_, "BOOLEAN") => backend == Backend.Sqlite ? "0" : "false",
                (_, "JSON") => """'{"b": 1,  "a": [2]}'""",
                (_, "BLOB") => backend == Backend.Sqlite ? "x'00ff'" : "'\\x00ff'",
                (_, "FLOAT") => "0.1",
                _ => "1",
            };
    }

    [GeneratedRegex(@"^(?:pk|primary key \(.*\) becomes )\s*\((.*)\)$")]
    private static partial Regex Key();

    [GeneratedRegex(@"^(drop )?(?:fk|foreign key) (\w+) -> (\w+)\((\w+)\) ([A-Z ]+)$")]
    private static partial Regex Foreign();

    [GeneratedRegex(@"^CREATE (?:UNIQUE )?INDEX (\w+) ")]
    private static partial Regex Index();
}
