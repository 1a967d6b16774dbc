using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.Sql.Schema;

/// <summary>The scripts that make a schema, each written once for both databases.</summary>
internal static partial class SchemaScript
{
    private static readonly Lazy<IReadOnlyList<string>> _additions = new(() => Statements(Read("additions.sql")));

    private static readonly Lazy<IReadOnlyList<HeadTable>> _tables = new(Parse);

    /// <summary>Indexes of earlier revisions that the head has no more.</summary>
    public static IReadOnlySet<string> RetiredIndexes { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "index_jobs_function_status_creation_time",
            "unique_endpoint_model_mapping",
            "unique_secret_name",
            "unique_endpoint_name",
            "unique_model_definition_name",
        };

    /// <summary>Makes the head's tables and indexes, or what is missing of them, and nothing else.</summary>
    public static string Tables(string database) => For(database, Read("head.sql").Split("\nINSERT ", 2)[0]);

    /// <summary>Makes MLflow's head schema, or what is missing of it.</summary>
    /// <param name="database">The name that marks lines for one database alone: <c>sqlite</c> or
    /// <c>postgres</c>.</param>
    public static string Head(string database) => For(database, Read("head.sql")) + Read($"head.{database}.sql");

    /// <summary>The head's tables; each comes after those that it refers to.</summary>
    public static IReadOnlyList<HeadTable> HeadTables => _tables.Value;

    /// <summary>Statements that make what Cairn adds, one object each.</summary>
    public static IReadOnlyList<string> Additions => _additions.Value;

    /// <summary>The names of MLflow's tables.</summary>
    public static IReadOnlyList<string> TableNames(string database) =>
        [.. TableName().Matches(Head(database)).Select(m => m.Groups[1].Value)];

    /// <summary>The names of MLflow's indexes, without those of constraints.</summary>
    public static IReadOnlyList<string> IndexNames(string database) =>
        [.. IndexName().Matches(Head(database)).Select(m => m.Groups[1].Value)];

    /// <summary>The name of the object that a statement of <see cref="Additions"/> makes.</summary>
    public static string AdditionName(string statement) => CairnName().Match(statement).Value;

    private static HeadTable[] Parse() =>
        [
            .. from Match table in TableStatement().Matches(Head("sqlite"))
            let columns = ColumnLine()
                .Matches(table.Value)
                .Select(m => new HeadColumn(m.Groups[1].Value, m.Groups[2].Value))
                .ToList()
            let key = PrimaryKey().Match(table.Value).Groups[1].Value.Split(", ").Select(name => name.Trim('"'))
            select new HeadTable(
                table.Groups[1].Value,
                columns,
                [.. key.Select(name => columns.Single(c => c.Name == name))]
            ),
        ];

    private static string For(string database, string script)
    {
        var lines = new StringBuilder(script.Length);
        foreach (var line in script.Split('\n'))
        {
            if (OneDatabase().Match(line) is not { Success: true } mark)
            {
                lines.Append(line).Append('\n');
            }
            else if (mark.Groups[1].Value == database)
            {
                lines.Append(line, 0, mark.Index).Append('\n');
            }
        }

        return lines.ToString();
    }

    private static string[] Statements(string script) =>
        [
            .. Comment()
                .Replace(script, "")
                .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        ];

    private static string Read(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream("Cairn.Sql.Schema." + name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""\s*-- (sqlite|postgres)$""")]
    private static partial Regex OneDatabase();

    [GeneratedRegex("""--.*$""", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^CREATE TABLE IF NOT EXISTS (\w+) \(.*?^\);", RegexOptions.Multiline | RegexOptions.Singleline)]
    internal static partial Regex TableStatement();

    // Not those that are generated.
    [GeneratedRegex(@"^    ""?([a-z_]+)""? ([A-Z]+)(?!.*GENERATED)", RegexOptions.Multiline)]
    internal static partial Regex ColumnLine();

    [GeneratedRegex(@"PRIMARY KEY \(([^)]*)\)")]
    private static partial Regex PrimaryKey();

    [GeneratedRegex("""^CREATE (?:UNIQUE )?INDEX IF NOT EXISTS (\w+)""", RegexOptions.Multiline)]
    private static partial Regex IndexName();

    [GeneratedRegex("""\bcairn_\w+""")]
    private static partial Regex CairnName();

    [GeneratedRegex("""^CREATE TABLE IF NOT EXISTS (\w+)""", RegexOptions.Multiline)]
    private static partial Regex TableName();
}
