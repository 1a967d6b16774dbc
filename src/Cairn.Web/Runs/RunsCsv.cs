using System.Text;
using Cairn.Contracts.Runs;
using Cairn.Core.Runs;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Runs;

/// <summary>All runs of a search as CSV, sent page by page.</summary>
/// <param name="runs">The store.</param>
/// <param name="query">The search; its page size is <see cref="PageSize"/>.</param>
/// <param name="columns">The columns; none takes all of the first page.</param>
internal sealed class RunsCsv(IRunStore runs, RunQuery query, IReadOnlyList<RunColumn> columns) : IResult
{
    private static readonly string[] _attributes = ["state", "created", "duration", "user"];

    /// <summary>How many runs are read at once.</summary>
    public const int PageSize = 500;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (ct, token) = (httpContext.RequestAborted, (string?)null);
        var shown = columns;
        var isFirst = true;
        do
        {
            var page = await runs.SearchAsync(query with { PageToken = token }, ct);
            var found = page.Runs ?? [];
            var text = new StringBuilder();
            if (isFirst)
            {
                isFirst = false;
                httpContext.Response.ContentType = "text/csv; charset=utf-8";
                httpContext.Response.Headers.ContentDisposition = "attachment; filename=\"runs.csv\"";
                shown = columns.Count > 0 ? columns : AllOf(found);
                AppendRow(text, ["run_id", "name", .. shown.Select(c => c.Name)]);
            }

            foreach (var run in found)
            {
                AppendRow(text, [run.Info.RunId, run.Info.RunName, .. shown.Select(c => c.TextOf(run))]);
            }

            await httpContext.Response.WriteAsync(text.ToString(), ct);
            token = page.NextPageToken;
        } while (token is not null);
    }

    private static List<RunColumn> AllOf(IReadOnlyList<Run> found) =>
        [
            .. _attributes.Select(key => new RunColumn(ColumnKind.Attribute, key)),
            .. Keys(found.SelectMany(r => r.Data.Metrics ?? []).Select(m => m.Key), ColumnKind.Metric),
            .. Keys(found.SelectMany(r => r.Data.Params ?? []).Select(p => p.Key), ColumnKind.Param),
        ];

    private static IEnumerable<RunColumn> Keys(IEnumerable<string?> keys, ColumnKind kind) =>
        keys.OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(key => new RunColumn(kind, key));

    private static void AppendRow(StringBuilder text, IEnumerable<string?> cells) =>
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>
    /// A cell. Spreadsheets run texts that begin like formulas, so those begin with an apostrophe; numbers stay.
    /// </summary>
    private static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        if (
            value[0] is '=' or '+' or '-' or '@' or '\t' or '\r'
            && !double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _)
        )
        {
            value = "'" + value;
        }

        return value.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? value
            : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
