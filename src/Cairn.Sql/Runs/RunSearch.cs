using Cairn.Contracts.Runs;
using Cairn.Core.Paging;
using Cairn.Core.Runs;
using Cairn.Core.Search;
using Cairn.Sql.Dialects;
using Cairn.Sql.Search;

namespace Cairn.Sql.Runs;

/// <summary>Searches of runs.</summary>
internal static class RunSearch
{
    // The index cairn_runs_experiment_start is on this very expression: a run without a start comes last, on both
    // databases.
    private static readonly OrderPart _newestFirst = new(
        "coalesce(r.start_time, -9223372036854775807)",
        false,
        PageKeyType.Integer
    );
    private static readonly OrderPart _byId = new("r.run_uuid", true, PageKeyType.Text);

    private const string DatasetRows = """
        inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
        WHERE i.destination_type = 'RUN' AND i.destination_id = r.run_uuid AND i.source_type = 'DATASET'
        """;

    private const string ContextRows = """
        inputs i JOIN input_tags t ON t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context'
        WHERE i.destination_type = 'RUN' AND i.destination_id = r.run_uuid AND i.source_type = 'DATASET'
        """;

    private static readonly SearchTables _tables = new()
    {
        From = "runs r",
        Id = "r.run_uuid",
        Attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["run_id"] = "r.run_uuid",
            ["run_name"] = "r.name",
            ["user_id"] = "r.user_id",
            ["status"] = "r.status",
            ["artifact_uri"] = "r.artifact_uri",
            ["start_time"] = "r.start_time",
            ["end_time"] = "r.end_time",
        },
        Keyed = new Dictionary<FieldKind, KeyedTable>
        {
            [FieldKind.Metric] = new("latest_metrics", "run_uuid", HasNaN: true),
            [FieldKind.Param] = new("params", "run_uuid", IsIndexedByValue: true),
            [FieldKind.Tag] = new("tags", "run_uuid", IndexedKey: "mlflow.parentRunId"),
        },
        Related = new Dictionary<FilterField, (string, string)>
        {
            [new(FieldKind.Dataset, "name")] = (DatasetRows, "d.name"),
            [new(FieldKind.Dataset, "digest")] = (DatasetRows, "d.digest"),
            [new(FieldKind.Dataset, "context")] = (ContextRows, "t.value"),
        },
    };

    /// <summary>Prepares a search.</summary>
    /// <exception cref="Core.Errors.CairnException">INVALID_PARAMETER_VALUE for what is wrong with filter, order or
    /// token.</exception>
    public static PagedSearch Prepare(RunQuery query, SqlDialect dialect)
    {
        var order = OrderByParser.Parse(query.OrderBy, RunFilterRules.Instance);
        var experiments = Experiments(query);
        var sql = Conditions(query, dialect);
        var hash = PageToken.HashOf([
            "runs",
            query.Filter,
            query.View.ToString(),
            string.Join(',', experiments),
            .. query.OrderBy,
        ]);
        return new PagedSearch(
            sql,
            RunRows.Columns,
            _tables.From,
            Parts(sql, order),
            hash,
            query.PageToken,
            query.MaxResults
        );
    }

    /// <summary>The joins and conditions that a search sets, without order and page.</summary>
    /// <exception cref="Core.Errors.CairnException">INVALID_PARAMETER_VALUE for what is wrong with the filter.</exception>
    public static SearchSql Conditions(RunQuery query, SqlDialect dialect)
    {
        var filter = FilterParser.Parse(query.Filter, RunFilterRules.Instance);
        var sql = new SearchSql(dialect);
        var experiments = Experiments(query);

        // One experiment is not asked for as a list: its index then yields the runs in order.
        sql.Conditions.Add(
            experiments.Length == 1
                ? $"r.experiment_id = {sql.Bind(experiments[0])}"
                : $"r.experiment_id = ANY({sql.Bind(experiments)})"
        );
        if (query.View != ViewType.All)
        {
            sql.Conditions.Add(
                query.View == ViewType.DeletedOnly ? "r.lifecycle_stage = 'deleted'" : "r.lifecycle_stage = 'active'"
            );
        }

        FilterToSql.Add(sql, filter, _tables);
        return sql;
    }

    private static long[] Experiments(RunQuery query) => [.. query.ExperimentIds.Distinct().Order()];

    private static List<OrderPart> Parts(SearchSql sql, IReadOnlyList<OrderClause> order)
    {
        var parts = new List<OrderPart>();
        foreach (var clause in order)
        {
            if (clause is { Field: { Kind: FieldKind.Attribute, Key: "start_time" }, Ascending: false })
            {
                parts.Add(_newestFirst);
            }
            else
            {
                parts.AddRange(SearchOrder.Parts(sql, clause, _tables));
            }
        }

        if (!order.Any(c => c.Field is { Kind: FieldKind.Attribute, Key: "start_time" }))
        {
            parts.Add(_newestFirst);
        }

        parts.Add(_byId);
        return parts;
    }
}
