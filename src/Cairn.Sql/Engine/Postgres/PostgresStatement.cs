using System.Collections.Concurrent;
using System.Text;

namespace Cairn.Sql.Engine.Postgres;

/// <summary>
/// A statement with its <c>@name</c> parameters numbered, as the server takes them; made once per text.
/// </summary>
internal sealed class PostgresStatement
{
    private const int MostCached = 2000;
    private static readonly ConcurrentDictionary<string, PostgresStatement> _cache = new(StringComparer.Ordinal);

    private PostgresStatement(string sql, string[] names)
    {
        Sql = sql;
        Names = names;
    }

    public string Sql { get; }

    /// <summary>The parameters' names in the order of their numbers, with their <c>@</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    public static PostgresStatement Of(string sql)
    {
        if (_cache.TryGetValue(sql, out var known))
        {
            return known;
        }

        // Searches are put together from clauses, so the texts are many but not endless.
        if (_cache.Count >= MostCached)
        {
            _cache.Clear();
        }

        return _cache.GetOrAdd(sql, Number);
    }

    private static PostgresStatement Number(string sql)
    {
        var text = new StringBuilder(sql.Length);
        var names = new List<string>();
        var at = 0;
        while (at < sql.Length)
        {
            var end = sql[at] switch
            {
                '\'' or '"' => AfterQuote(sql, at),
                '-' when sql.AsSpan(at).StartsWith("--") => AfterLine(sql, at),
                '@' when at + 1 < sql.Length && (char.IsAsciiLetter(sql[at + 1]) || sql[at + 1] == '_') => -1,
                _ => at + 1,
            };
            if (end < 0)
            {
                end = AfterName(sql, at);
                var name = sql[at..end];
                var number = names.IndexOf(name);
                if (number < 0)
                {
                    number = names.Count;
                    names.Add(name);
                }

                text.Append('$').Append(number + 1);
            }
            else
            {
                text.Append(sql, at, end - at);
            }

            at = end;
        }

        return new(text.ToString(), [.. names]);
    }

    private static int AfterQuote(string sql, int at)
    {
        var end = sql.IndexOf(sql[at], at + 1);
        return end < 0 ? sql.Length : end + 1;
    }

    private static int AfterLine(string sql, int at)
    {
        var end = sql.IndexOf('\n', at);
        return end < 0 ? sql.Length : end;
    }

    private static int AfterName(string sql, int at)
    {
        do
        {
            at++;
        } while (at < sql.Length && (char.IsAsciiLetterOrDigit(sql[at]) || sql[at] == '_'));
        return at;
    }
}
