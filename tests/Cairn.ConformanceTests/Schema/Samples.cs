using Cairn.ConformanceTests.Databases;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;

namespace Cairn.ConformanceTests.Schema;

/// <summary>Databases that MLflow made, with rows in them.</summary>
internal static class Samples
{
    /// <summary>All of them, and the revision of each.</summary>
    public static TheoryData<string> All => ["mlflow-3.11", .. Older];

    /// <summary>Those of earlier revisions.</summary>
    public static TheoryData<string> Older => [.. Names];

    /// <summary>The names of those of earlier revisions.</summary>
    public static string[] Names =>
        ["mlflow-rev-400f98739977", "mlflow-rev-acf3f17fdcc7", "mlflow-rev-bd07f7e963c5", "mlflow-rev-bf29a5ff90ea"];

    /// <summary>A copy's path.</summary>
    public static string Copy(string name, string folder)
    {
        var path = Path.Combine(folder, name + ".db");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Samples", name + ".db"), path);
        return path;
    }

    /// <summary>Opens a copy.</summary>
    public static Task<Database> OpenAsync(string name, string folder, CancellationToken ct) =>
        TestDatabase.OpenAsync("sqlite:///" + Copy(name, folder), ct);

    /// <summary>
    /// Every row of every table, as text; NULLs and the defaults of columns that an upgrade adds aside.
    /// </summary>
    public static Task<List<string>> RowsAsync(Database database, CancellationToken ct) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var rows = new List<string>();
                foreach (var table in await session.ListAsync(session.Dialect.TableNames, r => r.GetString(0)))
                {
                    if (
                        table is "alembic_version" or "sqlite_stat1"
                        || table.StartsWith("cairn_", StringComparison.Ordinal)
                    )
                    {
                        continue;
                    }

                    rows.AddRange(await session.ListAsync($"SELECT * FROM {table}", row => $"{table}: {Row(row)}"));
                }

                return rows;
            },
            ct
        );

    private static string Row(System.Data.Common.DbDataReader row) =>
        string.Join(
            '\u001f',
            Enumerable
                .Range(0, row.FieldCount)
                .Select(i => (Name: row.GetName(i), Value: row.GetValue(i)))
                .Where(c =>
                    c.Value is not DBNull && (c.Name, Text(c.Value)) is not (("workspace", "default") or ("step", "0"))
                )
                .OrderBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => $"{c.Name}={Text(c.Value)}")
        );

    /// <summary>A value as text.</summary>
    public static string Text(object value) =>
        value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            bool truth => truth ? "1" : "0",
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
