using System.Globalization;
using Cairn.Contracts.Runs;
using Cairn.Web.Frame;

namespace Cairn.Web.Runs;

/// <summary>The view of the table of runs that a URL describes. MLflow's own names are understood too.</summary>
public sealed class RunsRequest
{
    private static readonly string[] _comparators = ["=", "<", ">", " like ", " ilike ", " in ", " in(", " is "];
    private readonly PageRequest _request;

    /// <param name="request">The request.</param>
    public RunsRequest(PageRequest request)
    {
        _request = request;
        Filter = request.Query("filter") ?? request.Query("searchFilter");
        Order = request.Query("order") ?? OldOrder();
        State = request.Query("state") ?? (request.Query("lifecycleFilter") == "Deleted" ? "deleted" : null);
        Time = request.Query("time");
        Page = request.Query("page");
        Columns =
        [
            .. request
                .Http.Request.Query["columns"]
                .SelectMany(value => (value ?? "").Split('\n'))
                .Select(RunColumn.Parse)
                .OfType<RunColumn>()
                .Distinct(),
        ];
        OnlyDifferent = request.Query("differ") == "1";
    }

    /// <summary>The filter as its reader wrote it; null for none.</summary>
    public string? Filter { get; }

    /// <summary>The order clause; null for the latest start first.</summary>
    public string? Order { get; }

    /// <summary><c>deleted</c>, or a status; null for all active runs.</summary>
    public string? State { get; }

    /// <summary>How far back runs may have started, such as <c>24h</c> or <c>7d</c>; null for any time.</summary>
    public string? Time { get; }

    /// <summary>The token of the page; null for the first.</summary>
    public string? Page { get; }

    /// <summary>The chosen columns; none for those that fit the runs.</summary>
    public IReadOnlyList<RunColumn> Columns { get; }

    /// <summary>Whether columns that hold one value on this page are left out.</summary>
    public bool OnlyDifferent { get; }

    /// <summary>Whether the filter finds names instead of being in MLflow's language.</summary>
    public bool IsPlainText =>
        Filter is { } text && !_comparators.Any(c => text.Contains(c, StringComparison.OrdinalIgnoreCase));

    /// <summary>Active or deleted runs.</summary>
    public ViewType View => State == "deleted" ? ViewType.DeletedOnly : ViewType.ActiveOnly;

    /// <summary>The whole filter, in MLflow's language.</summary>
    public string? WholeFilter
    {
        get
        {
            var parts = new List<string>();
            if (Filter is { } text)
            {
                parts.Add(IsPlainText ? $"attributes.run_name ILIKE '%{text.Trim().Replace('\'', '_')}%'" : text);
            }

            if (State is { } state && state != "deleted" && state.All(char.IsAsciiLetter))
            {
                parts.Add($"attributes.status = '{state.ToUpperInvariant()}'");
            }

            if (Span(Time) is { } span)
            {
                var since = (_request.Now - span).ToUnixTimeMilliseconds();
                // Whole hours, so that the token of a next page fits the same question for a while.
                parts.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"attributes.start_time > {since / 3600_000 * 3600_000}"
                    )
                );
            }

            return parts.Count == 0 ? null : string.Join(" and ", parts);
        }
    }

    /// <summary>The link to this view with some values changed. A null value is left out.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        var pairs = new List<string>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                pairs.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        string? Value(string name, string? present) =>
            Array.FindIndex(changes, change => change.Name == name) is >= 0 and var i ? changes[i].Value : present;

        Add("filter", Value("filter", Filter));
        Add("order", Value("order", Order));
        Add("state", Value("state", State));
        Add("time", Value("time", Time));
        foreach (var column in Columns)
        {
            Add("columns", column.Name);
        }

        Add("differ", Value("differ", OnlyDifferent ? "1" : null));
        Add("page", Value("page", null));
        return "?" + string.Join('&', pairs);
    }

    /// <summary>The link that sorts by a column, or turns its order.</summary>
    public string SortedBy(string field)
    {
        var descending = $"{field} DESC";
        return With(("order", Order == descending ? $"{field} ASC" : descending));
    }

    /// <summary>How a column is sorted: <c>ascending</c>, <c>descending</c> or null.</summary>
    public string? SortOf(string? field) =>
        field is null ? null
        : Order == $"{field} DESC" || (Order is null && field == "attributes.start_time") ? "descending"
        : Order == $"{field} ASC" || Order == field ? "ascending"
        : null;

    private string? OldOrder() =>
        _request.Query("orderByKey") is { } key
            ? $"{key} {(_request.Query("orderByAsc") == "true" ? "ASC" : "DESC")}"
            : null;

    private static TimeSpan? Span(string? text) =>
        text switch
        {
            "1h" => TimeSpan.FromHours(1),
            "24h" => TimeSpan.FromDays(1),
            "7d" => TimeSpan.FromDays(7),
            "30d" => TimeSpan.FromDays(30),
            _ => null,
        };
}
