using System.Data.Common;
using Cairn.Core.Paging;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Search;

/// <summary>A search, ready to run: one statement that yields one page.</summary>
internal sealed class PagedSearch
{
    private readonly string _statement;
    private readonly SqlParam[] _parameters;
    private readonly IReadOnlyList<OrderPart> _order;
    private readonly string _hash;
    private readonly int _maxResults;

    /// <param name="sql">Joins, conditions and their parameters.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="from">The table and its alias.</param>
    /// <param name="order">The parts of the order; the last one tells any two rows apart.</param>
    /// <param name="hash">Of the question, for tokens.</param>
    /// <param name="token">From the page before.</param>
    /// <param name="maxResults">The size of a page.</param>
    /// <exception cref="Core.Errors.CairnException">INVALID_PARAMETER_VALUE when the token is not one for this
    /// search.</exception>
    public PagedSearch(
        SearchSql sql,
        string columns,
        string from,
        IReadOnlyList<OrderPart> order,
        string hash,
        string? token,
        int maxResults
    )
    {
        (_order, _hash, _maxResults) = (order, hash, maxResults);
        var offset = 0L;
        switch (PageToken.Read(token, hash, [.. order.Select(part => part.Type)]))
        {
            case PageStart.After after:
                sql.Conditions.Add(SearchOrder.After(sql, order, after.Keys));
                break;
            case PageStart.Offset start:
                offset = start.Rows;
                break;
        }

        var where = sql.Conditions.Count == 0 ? "" : "WHERE " + string.Join("\n  AND ", sql.Conditions);
        _statement = $"""
            SELECT {columns}, {string.Join(", ", order.Select(part => part.Sql))}
            FROM {from} {string.Join("\n", sql.Joins)}
            {where}
            ORDER BY {string.Join(", ", order.Select(part => part.Ascending ? part.Sql : part.Sql + " DESC"))}
            LIMIT @limit OFFSET @offset
            """;
        _parameters = [.. sql.Parameters, ("@limit", maxResults + 1L), ("@offset", offset)];
    }

    /// <summary>The statement.</summary>
    public string Statement => _statement;

    /// <summary>Its parameters.</summary>
    public IReadOnlyList<SqlParam> Parameters => _parameters;

    /// <summary>Reads the page, and the token of the next one when there is one.</summary>
    public async ValueTask<(List<T> Page, string? NextToken)> RunAsync<T>(
        SqlSession session,
        Func<DbDataReader, T> read
    )
    {
        await using var results = await session.RunAsync(new SqlBatch().Query(_statement, _parameters));
        var rows = await results.NextAsync();
        var page = new List<T>();
        string? next = null;
        while (await rows.ReadAsync())
        {
            if (page.Count == _maxResults)
            {
                return (page, next);
            }

            page.Add(read(rows));
            if (page.Count == _maxResults)
            {
                next = PageToken.Write(_hash, Keys(rows));
            }
        }

        return (page, null);
    }

    private object[] Keys(DbDataReader row)
    {
        var first = row.FieldCount - _order.Count;
        return
        [
            .. _order.Select(
                (part, i) =>
                    part.Type switch
                    {
                        PageKeyType.Text => row.GetString(first + i),
                        PageKeyType.Double => row.GetDouble(first + i),
                        _ => (object)row.GetInt64(first + i),
                    }
            ),
        ];
    }
}
