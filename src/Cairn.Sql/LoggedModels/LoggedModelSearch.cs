using Cairn.Contracts.LoggedModels;
using Cairn.Core.Errors;
using Cairn.Core.LoggedModels;
using Cairn.Core.Paging;
using Cairn.Core.Search;
using Cairn.Sql.Dialects;
using Cairn.Sql.Search;

namespace Cairn.Sql.LoggedModels;

/// <summary>Searches of logged models.</summary>
internal static class LoggedModelSearch
{
    private const string StatusPrefix = "LOGGED_MODEL_";

    // A value that is not a number compares with none. SQLite keeps none; PostgreSQL takes the text for it.
    private const string IsNumber = "f.metric_value <> 'NaN'";

    private static readonly OrderPart _newestFirst = new("m.creation_timestamp_ms", false, PageKeyType.Integer);
    private static readonly OrderPart _byId = new("m.model_id", true, PageKeyType.Text);

    private static readonly SearchTables _tables = new()
    {
        From = "logged_models m",
        Id = "m.model_id",
        Attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["model_id"] = "m.model_id",
            ["name"] = "m.name",
            ["model_type"] = "m.model_type",
            ["source_run_id"] = "m.source_run_id",
            ["status"] =
                "(CASE m.status WHEN 1 THEN 'PENDING' WHEN 2 THEN 'READY' WHEN 3 THEN 'UPLOAD_FAILED' ELSE 'UNSPECIFIED' END)",
            ["creation_timestamp"] = "m.creation_timestamp_ms",
            ["last_updated_timestamp"] = "m.last_updated_timestamp_ms",
        },
        Keyed = new Dictionary<FieldKind, KeyedTable>
        {
            [FieldKind.Tag] = new("logged_model_tags", "model_id", Key: "tag_key", Value: "tag_value"),
            [FieldKind.Param] = new("logged_model_params", "model_id", Key: "param_key", Value: "param_value"),
            [FieldKind.Metric] = new(
                "logged_model_metrics",
                "model_id",
                Key: "metric_name",
                Value: "metric_value",
                Also: IsNumber
            ),
        },
    };

    /// <summary>Prepares a search.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE for what is wrong with filter, datasets, order or
    /// token.</exception>
    public static PagedSearch Prepare(LoggedModelQuery query, SqlDialect dialect)
    {
        var filter = FilterParser.Parse(query.Filter, LoggedModelFilterRules.Instance);
        var sql = new SearchSql(dialect);
        var experiments = query.ExperimentIds.Order().ToArray();
        sql.Conditions.Add(
            experiments.Length == 1
                ? $"m.experiment_id = {sql.Bind(experiments[0])}"
                : $"m.experiment_id = ANY({sql.Bind(experiments)})"
        );
        sql.Conditions.Add("m.lifecycle_stage = 'active'");
        var tables = OfDatasets(sql, query.Datasets, filter);
        FilterToSql.Add(sql, new([.. filter.Comparisons.Select(WithoutStatusPrefix)]), tables);
        return new PagedSearch(
            sql,
            LoggedModelRows.Columns,
            _tables.From,
            Parts(sql, query.OrderBy),
            Hash(query, experiments),
            query.PageToken,
            query.MaxResults
        );
    }

    private static string Hash(LoggedModelQuery query, long[] experiments) =>
        PageToken.HashOf([
            "logged-models",
            query.Filter,
            string.Join(',', experiments),
            .. query.Datasets.SelectMany(d => new[] { "dataset", d.DatasetName, d.DatasetDigest }),
            .. query.OrderBy.SelectMany(o =>
                new[] { "order", o.FieldName, o.Ascending is false ? "desc" : "asc", o.DatasetName, o.DatasetDigest }
            ),
        ]);

    /// <summary>
    /// With datasets, only their metrics count; without a condition on metrics, a model must have one of them.
    /// </summary>
    private static SearchTables OfDatasets(SearchSql sql, IReadOnlyList<LoggedModelDataset> datasets, Filter filter)
    {
        if (datasets.Count == 0)
        {
            return _tables;
        }

        var any = AnyOf(sql, datasets);
        if (!filter.Comparisons.Any(c => c.Field.Kind == FieldKind.Metric))
        {
            sql.Conditions.Add(
                $"EXISTS (SELECT 1 FROM logged_model_metrics f WHERE f.model_id = m.model_id AND {any})"
            );
        }

        var metrics = _tables.Keyed[FieldKind.Metric] with { Also = $"{IsNumber} AND {any}" };
        return _tables with
        {
            Keyed = new Dictionary<FieldKind, KeyedTable>(_tables.Keyed) { [FieldKind.Metric] = metrics },
        };
    }

    /// <summary>A condition of fixed length: one per dataset would exceed SQLite's depth of expressions.</summary>
    private static string AnyOf(SearchSql sql, IReadOnlyList<LoggedModelDataset> datasets)
    {
        if (datasets.Any(d => string.IsNullOrEmpty(d?.DatasetName)))
        {
            throw CairnException.Invalid("`dataset_name` in the `datasets` clause must be specified.");
        }

        var names = datasets.Where(d => string.IsNullOrEmpty(d.DatasetDigest)).Select(d => d.DatasetName!);
        var pairs = datasets.Where(d => !string.IsNullOrEmpty(d.DatasetDigest)).Select(Pair);

        // The length tells where the name ends.
        return $"(f.dataset_name = ANY({sql.Bind(names.Distinct().ToArray())})"
            + " OR length(f.dataset_name) || ':' || f.dataset_name || f.dataset_digest"
            + $" = ANY({sql.Bind(pairs.Distinct().ToArray())}))";

        static string Pair(LoggedModelDataset d) =>
            FormattableString.Invariant($"{d.DatasetName!.EnumerateRunes().Count()}:{d.DatasetName}{d.DatasetDigest}");
    }

    /// <summary>The client says <c>READY</c>, the wire <c>LOGGED_MODEL_READY</c>: a filter may say either.</summary>
    private static Comparison WithoutStatusPrefix(Comparison comparison) =>
        comparison is { Field: { Kind: FieldKind.Attribute, Key: "status" } }
            ? comparison with
            {
                Value = comparison.Value switch
                {
                    FilterValue.Text text => new FilterValue.Text(Short(text.Value)),
                    FilterValue.Texts texts => new FilterValue.Texts([.. texts.Values.Select(Short)]),
                    var other => other,
                },
            }
            : comparison;

    private static string Short(string status) =>
        status.StartsWith(StatusPrefix, StringComparison.Ordinal) ? status[StatusPrefix.Length..] : status;

    private static List<OrderPart> Parts(SearchSql sql, IReadOnlyList<LoggedModelOrder> order)
    {
        var parts = new List<OrderPart>();
        var byCreation = false;
        foreach (var clause in order)
        {
            var rule = LoggedModelFilterRules.OrderedBy(clause?.FieldName);
            var ascending = clause!.Ascending ?? true;
            if (rule.Field.Kind == FieldKind.Metric)
            {
                parts.AddRange(ByMetric(sql, rule.Field.Key, clause, ascending));
            }
            else if (rule.Field.Key == "creation_timestamp")
            {
                byCreation = true;
                parts.Add(_newestFirst with { Ascending = ascending });
            }
            else
            {
                parts.AddRange(SearchOrder.Parts(sql, new(rule.Field, rule.Type, ascending), _tables));
            }
        }

        if (!byCreation)
        {
            parts.Add(_newestFirst);
        }

        parts.Add(_byId);
        return parts;
    }

    /// <summary>
    /// By a metric's latest value, on one dataset if the order names one by its name, its digest or both.
    /// </summary>
    private static IEnumerable<OrderPart> ByMetric(
        SearchSql sql,
        string metric,
        LoggedModelOrder clause,
        bool ascending
    )
    {
        var of =
            (string.IsNullOrEmpty(clause.DatasetName) ? "" : $" AND f.dataset_name = {sql.Bind(clause.DatasetName)}")
            + (
                string.IsNullOrEmpty(clause.DatasetDigest)
                    ? ""
                    : $" AND f.dataset_digest = {sql.Bind(clause.DatasetDigest)}"
            );
        var latest =
            $"(SELECT f.metric_value FROM logged_model_metrics f WHERE f.model_id = m.model_id AND f.metric_name = {sql.Bind(metric)} AND {IsNumber}{of} "
            + "ORDER BY f.metric_timestamp_ms DESC, f.metric_step DESC LIMIT 1)";
        yield return new($"CASE WHEN {latest} IS NULL THEN 1 ELSE 0 END", true, PageKeyType.Integer);
        yield return new($"coalesce({latest}, 0.0)", ascending, PageKeyType.Double);
    }
}
