using System.Data.Common;
using System.Globalization;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Sql.Engine;
using Cairn.Sql.Schema;

namespace Cairn.Sql.Copy;

/// <summary>
/// Copies all rows of one database to another, table by table and chunk by chunk. An interrupted copy goes on where it
/// was.
/// </summary>
/// <param name="from">The source, at the head of the schema. Nothing may write to it meanwhile.</param>
/// <param name="to">The target: empty, or one to which this source was being copied.</param>
/// <param name="report">Hears after each chunk how many rows of a table are there.</param>
public sealed class DatabaseCopy(Database from, Database to, Action<string, long> report)
{
    private const int RowsOfChunk = 10_000;

    // Rows of these may be megabytes long, so their chunks are also bounded by what they hold.
    private const int RowsOfLongChunk = 500;
    private const long BytesOfChunk = 16 << 20;

    /// <summary>Copies, compares the counts and returns how many rows the target has.</summary>
    /// <exception cref="SchemaException">A database is not in the state that is asked for, or the counts
    /// differ.</exception>
    public async Task<long> RunAsync(CancellationToken ct)
    {
        await DemandHeadAsync(ct);
        await PrepareAsync(ct);
        var total = 0L;
        foreach (var table in SchemaScript.HeadTables.Where(t => t.Name != "alembic_version"))
        {
            total += await CopyAsync(table, ct);
        }

        await to.WriteAsync(
            async session =>
            {
                session.MayTakeLong();
                await session.ExecuteAsync(session.Dialect.AfterCopy);
                await CopyProgress.EndAsync(session);
            },
            ct
        );
        return total;
    }

    private async Task DemandHeadAsync(CancellationToken ct)
    {
        var status = await new SchemaGate(from, TimeProvider.System).StatusAsync(ct);
        if (status.State != SchemaState.Head)
        {
            throw new SchemaException(
                $"The source {from.Name} is not at the schema of MLflow {Revisions.HeadRelease}. Bring it there first: cairn db upgrade '{from.Argument}'"
            );
        }
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        await new SchemaGate(to, TimeProvider.System).OpenForCopyAsync(ct);
        await to.WriteAsync(
            async session =>
            {
                if (await CopyProgress.SourceAsync(session) is { } source)
                {
                    if (source != from.Name)
                    {
                        throw new SchemaException(
                            $"The target {to.Name} holds part of a copy of {source}. Finish that one, or give an empty database."
                        );
                    }

                    return;
                }

                await DemandEmptyAsync(session);
                await CopyProgress.BeginAsync(session, from.Name);
            },
            ct
        );
    }

    /// <summary>A fresh database holds one experiment and one workspace; the source has its own.</summary>
    private async ValueTask DemandEmptyAsync(SqlSession session)
    {
        foreach (var table in SchemaScript.HeadTables.Where(t => t.Name != "alembic_version"))
        {
            var rows = await session.FirstAsync($"SELECT COUNT(*) FROM {table.Name}", r => r.GetInt64(0));
            if (rows > (table.Name is "experiments" or "workspaces" ? 1 : 0))
            {
                throw new SchemaException(
                    $"The target {to.Name} is not empty: its table {table.Name} has {rows} rows. Nothing was copied."
                );
            }
        }

        await session.ExecuteAsync("DELETE FROM experiments");
        await session.ExecuteAsync("DELETE FROM workspaces");
    }

    private async Task<long> CopyAsync(HeadTable table, CancellationToken ct)
    {
        var progress = await to.ReadAsync(session => CopyProgress.OfAsync(session, table.Name), ct);
        var most = table.Columns.Any(c => c.Type is "TEXT" or "JSON" or "BLOB") ? RowsOfLongChunk : RowsOfChunk;
        var limit = most;
        while (!progress.Done)
        {
            var (rows, isCut) = await ReadAsync(table, progress.LastKey, limit, ct);
            progress = new(
                progress.Copied + rows.Count,
                rows.Count == 0 ? progress.LastKey : RowKey.Write(table, rows[^1]),
                !isCut && rows.Count < limit
            );

            // What is asked for beyond a chunk is sent for nothing.
            limit = Math.Min(most, Math.Max(rows.Count, 1) * 2);
            await WriteAsync(table, rows, progress, ct);
            if (progress.Copied > 0)
            {
                report(table.Name, progress.Copied);
            }
        }

        var count = await CountAsync(to, table, ct);
        var wanted = await CountAsync(from, table, ct);
        return count == wanted
            ? count
            : throw new SchemaException(
                $"The table {table.Name} has {wanted} rows in {from.Name} and {count} in {to.Name}. Was the source written to meanwhile?"
            );
    }

    private async Task WriteAsync(HeadTable table, List<object?[]> rows, TableProgress progress, CancellationToken ct)
    {
        try
        {
            await to.WriteAsync(
                async session =>
                {
                    await InsertAsync(session, table, rows);
                    await CopyProgress.SetAsync(session, table.Name, progress);
                },
                ct
            );
        }
        catch (Exception e) when (rows.Count > 0 && IsRefusal(e))
        {
            var row = rows[await new CopyRefusal(to, table, rows).FirstAsync(IsRefusal, ct)];
            var cause = e.InnerException as DbException ?? e;
            throw new SchemaException(
                $"""
                The row {RowKey.Write(
                    table,
                    row
                )} of {table.Name} cannot be copied to {to.Name}: {cause.Message} {cause.Data["Where"]}
                Mend it in {from.Name}, then run the copy again: it goes on where it was.
                """
            );
        }
    }

    private static bool IsRefusal(Exception e) =>
        e
            is DbException
                or InvalidOperationException
                or InvalidCastException
                or CairnException { Code: not ErrorCode.TemporarilyUnavailable };

    internal static async ValueTask InsertAsync(SqlSession session, HeadTable table, IReadOnlyList<object?[]> rows)
    {
        session.MayTakeLong();
        if (rows.Count > 0)
        {
            await session.InsertAsync(table, rows);
        }
    }

    /// <summary>The next rows, and whether they were cut off because they are large.</summary>
    private Task<(List<object?[]> Rows, bool IsCut)> ReadAsync(
        HeadTable table,
        string? after,
        int limit,
        CancellationToken ct
    )
    {
        var key = string.Join(", ", table.Key.Select(Quoted));
        SqlParam[] last = after is null
            ? []
            :
            [
                .. RowKey
                    .Read(table, after)
                    .Select((value, i) => new SqlParam("@k" + i.ToString(CultureInfo.InvariantCulture), value)),
            ];
        var where = after is null ? "" : $"WHERE ({key}) > ({string.Join(", ", last.Select(p => p.Name))})";
        var sql =
            $"SELECT {string.Join(", ", table.Columns.Select(Quoted))} FROM {table.Name} {where} ORDER BY {key} LIMIT {limit}";
        return from.ReadAsync<(List<object?[]>, bool)>(
            async session =>
            {
                var rows = new List<object?[]>();
                var bytes = 0L;
                await using var results = await session.RunAsync(new SqlBatch().Query(sql, last));
                var reader = await results.NextAsync();
                while (await reader.ReadAsync(ct))
                {
                    rows.Add(Row(table, reader));
                    bytes += rows[^1].Sum(SizeOf);
                    if (bytes >= BytesOfChunk)
                    {
                        return (rows, true);
                    }
                }

                return (rows, false);
            },
            ct
        );
    }

    private static long SizeOf(object? value) =>
        value switch
        {
            string text => text.Length * sizeof(char),
            byte[] bytes => bytes.Length,
            _ => sizeof(long),
        };

    private static object?[] Row(HeadTable table, DbDataReader row)
    {
        var values = new object?[table.Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = table.Columns[i].Convert(row.GetValue(i));
        }

        return values;
    }

    private static Task<long> CountAsync(Database database, HeadTable table, CancellationToken ct) =>
        database.ReadAsync(session => session.FirstAsync($"SELECT COUNT(*) FROM {table.Name}", r => r.GetInt64(0)), ct);

    private static string Quoted(HeadColumn column) => $"\"{column.Name}\"";
}
