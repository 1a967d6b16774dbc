using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Core.Search;

namespace Cairn.UnitTests.Search;

public sealed class RunFilterTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("metrics.loss > 0", "Metric[loss] > d0")]
    [InlineData("metric.loss<=-1.5e3", "Metric[loss] <= d-1500")]
    [InlineData("metrics.loss>=.5", "Metric[loss] >= d0.5")]
    [InlineData("metrics.`my metric` = 3", "Metric[my metric] = d3")]
    [InlineData("metrics.\"my metric\" != 3", "Metric[my metric] != d3")]
    [InlineData("metrics. > 1", "Metric[] > d1")]
    [InlineData("metrics.2nd > 1", "Metric[2nd] > d1")]
    [InlineData("params.lr = '0.1'", "Param[lr] = <0.1>")]
    [InlineData("parameter.lr = \"0.1\"", "Param[lr] = <0.1>")]
    [InlineData("params.'batch-size' like '3%'", "Param[batch-size] LIKE <3%>")]
    [InlineData("params.lr IS NULL", "Param[lr] IS NULL")]
    [InlineData("tags.a.b is  not\nnull", "Tag[a.b] IS NOT NULL")]
    [InlineData("tags.note = 'it''s'", "Tag[note] = <it''s>")]
    [InlineData("tags.note = \"it's\"", "Tag[note] = <it's>")]
    [InlineData("tags.q = \"say \\\"hi\\\"\"", "Tag[q] = <say \\\"hi\\\">")]
    [InlineData("tags.note = 'a AND b'", "Tag[note] = <a AND b>")]
    [InlineData("tags.`Case` = 'X'", "Tag[Case] = <X>")]
    // MLflow refuses names that are SQL keywords unless they are quoted.
    [InlineData("tags.Case = 'X'", "Tag[Case] = <X>")]
    [InlineData("metrics.end > 1 and params.order = '1'", "Metric[end] > d1 & Param[order] = <1>")]
    [InlineData("status = 'FAILED'", "Attribute[status] = <FAILED>")]
    [InlineData("attributes.created > 5", "Attribute[start_time] > i5")]
    [InlineData("start_time > 1.5", "Attribute[start_time] > d1.5")]
    [InlineData("start_time > 99999999999999999999", "Attribute[start_time] > d1E+20")]
    [InlineData("attr.`Run name` ilike 'a%'", "Attribute[run_name] ILIKE <a%>")]
    [InlineData("run_id in ('a', \"b\",)", "Attribute[run_id] IN <a>,<b>")]
    [InlineData("run_id NOT IN ('a')", "Attribute[run_id] NOT IN <a>")]
    [InlineData(
        "datasets.name IN ('iris') AND dataset.context != 'eval'",
        "Dataset[name] IN <iris> & Dataset[context] != <eval>"
    )]
    public void Parse_AFilter_MeansThis(string? filter, string meaning) =>
        FilterText.Of(FilterParser.Parse(filter, RunFilterRules.Instance)).ShouldBe(meaning);

    // Messages as MLflow words them.
    [Theory]
    [InlineData("   ", "Invalid filter '   '. Could not be parsed.")]
    [InlineData("metrics.loss > 0 OR metrics.acc > 0", "Invalid clause(s) in filter string: 'OR'")]
    [InlineData("NOT metrics.loss > 0", "Invalid clause(s) in filter string: 'NOT'")]
    [InlineData("(metrics.loss > 0)", "Invalid clause(s) in filter string: '(metrics.loss > 0)'")]
    [InlineData(
        "metrics.loss > 0, metrics.acc > 0",
        "Invalid clause(s) in filter string: 'metrics.loss > 0, metrics.acc > 0'"
    )]
    [InlineData("metrics.loss", "Invalid clause(s) in filter string: 'metrics.loss'")]
    [InlineData("1 = 1", "Invalid comparison clause. Expected 'Identifier' found '1'")]
    [InlineData(
        "metrics.loss > 0; metrics.acc > 0",
        "Search filter contained multiple expression 'metrics.loss > 0; metrics.acc > 0'. Provide AND-ed expression list."
    )]
    [InlineData(
        "metrics.loss BETWEEN 0 AND 1",
        "Invalid clause(s) in filter string: 'metrics.loss', 'BETWEEN', '0', '1'"
    )]
    [InlineData("0.5 < metrics.loss", "Invalid comparison clause. Expected 'Identifier' found '0.5'")]
    [InlineData(
        "foo.bar = 'x'",
        "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"
    )]
    [InlineData("metrics.loss > metrics.acc", "Expected numeric value type for metric. Found metrics.acc")]
    [InlineData("metrics.loss IN (1)", "Expected numeric value type for metric. Found (1)")]
    [InlineData("metrics.loss LIKE '1'", "Expected numeric value type for metric. Found '1'")]
    [InlineData("metrics.loss 1", "Invalid clause(s) in filter string: 'metrics.loss', '1'")]
    [InlineData(
        "metrics.loss IS NULL",
        "IS NULL / IS NOT NULL is only supported for tags and params, not for 'metric' 'loss'"
    )]
    [InlineData(
        "attributes.status IS NULL",
        "IS NULL / IS NOT NULL is only supported for tags and params, not for 'attribute' 'status'"
    )]
    [InlineData(
        "params.lr = 'unterminated",
        "Invalid clause(s) in filter string: 'params.lr', '=', ''', 'unterminated'"
    )]
    [InlineData("params.`lr = '1'", "Invalid clause(s) in filter string: 'params.', '`'")]
    [InlineData("params.lr = '' '", "Invalid clause(s) in filter string: '''")]
    [InlineData("''", "Invalid clause(s) in filter string: ''''")]
    [InlineData("%", "Invalid clause(s) in filter string: '%'")]
    [InlineData(
        "params.batch-size = '32'",
        "Invalid clause(s) in filter string: 'params.batch', '-', 'size', '=', ''32''"
    )]
    [InlineData("params.lr IS 'x'", "Invalid clause(s) in filter string: 'params.lr', 'IS', ''x''")]
    [InlineData("tags.env IS NOT", "Invalid clause(s) in filter string: 'tags.env', 'IS', 'NOT'")]
    [InlineData(
        "params.lr = lr",
        "Parameter value is either not quoted or unidentified quote types used for string value lr. Use either single or double quotes."
    )]
    [InlineData("params.lr = 0.1", "Expected a quoted string value for parameter (e.g. 'my-value'). Got value 0.1")]
    [InlineData("params.lr = NULL", "Expected a quoted string value for parameter (e.g. 'my-value'). Got value NULL")]
    [InlineData(
        "params.lr IN ('0.1')",
        "Expected a quoted string value for parameter (e.g. 'my-value'). Got value ('0.1')"
    )]
    [InlineData("datasets.name = 5", "Expected a quoted string value for dataset attributes. Got value 5")]
    [InlineData("status = 5", "Expected a quoted string value for attributes. Got value 5")]
    [InlineData(
        "status IN ('a')",
        "Only the 'run_id' attribute supports comparison with a list of quoted string values."
    )]
    [InlineData("start_time > 'x'", "Expected numeric value type for numeric attribute: start_time. Found 'x'")]
    [InlineData(
        "run_id IN ()",
        "While parsing a list in the query, expected a non-empty list of string values, but got empty list"
    )]
    [InlineData("run_id IN ('a'", "Invalid clause(s) in filter string: 'run_id', 'IN', '(', ''a''")]
    [InlineData("run_id IN 'a'", "Invalid clause(s) in filter string: 'run_id', 'IN', ''a''")]
    [InlineData(
        "run_id IN (1, 'b')",
        "While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: (1, 'b')"
    )]
    [InlineData(
        "run_id IN (1)",
        "While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: (1,)"
    )]
    public void Parse_NotInTheLanguage_IsRefusedInMlflowsWords(string filter, string message) =>
        MessageOf(filter).ShouldBe(message);

    [Theory]
    [InlineData("nope = 'a'", "Invalid attribute key 'nope' specified. Valid keys are '")]
    [InlineData("datasets.nope = 'x'", "Invalid dataset key 'nope' specified. Valid keys are '")]
    [InlineData("metrics.loss == 1", "Invalid comparator '==' not one of '")]
    [InlineData("params.lr > '1'", "Invalid comparator '>' not one of '")]
    [InlineData("params.lr not like '1'", "Invalid comparator 'NOT LIKE' not one of '")]
    // Here MLflow takes what it can make of it, or ends in an internal error.
    [InlineData("metrics.loss > 1 metrics.acc > 0", "Invalid filter string: expected AND before 'metrics.acc > 0'.")]
    [InlineData(
        "metrics.loss > 0 AND AND metrics.acc > 0.5",
        "Invalid filter string: expected a comparison before 'AND metrics.acc > 0.5'."
    )]
    [InlineData("AND metrics.loss > 0", "Invalid filter string: expected a comparison before")]
    [InlineData("metrics.loss > 0 AND", "Invalid filter string: expected a comparison after the last AND.")]
    [InlineData("AND", "Invalid filter string: expected a comparison before 'AND'.")]
    [InlineData(
        "run_id IN (a)",
        "While parsing a list in the query, expected quoted string values separated by commas, but got (a)"
    )]
    [InlineData("run_id IN ('a' 'b')", "While parsing a list in the query, expected quoted string values")]
    [InlineData("run_id = ('a')", "Lists of values are compared with IN or NOT IN.")]
    [InlineData("params.p = 'a\0b'", "A filter or order clause must not contain the character NUL.")]
    public void Parse_NotInTheLanguage_IsRefusedClearly(string filter, string start) =>
        MessageOf(filter).ShouldStartWith(start);

    [Fact]
    public void Parse_MoreComparisonsThanADatabaseTakes_IsRefused() =>
        MessageOf(string.Join(" AND ", Enumerable.Repeat("metrics.a > 1", 101)))
            .ShouldContain("at most 100 comparisons");

    [Fact]
    public void Parse_APatternLongerThanADatabaseTakes_IsRefused() =>
        MessageOf($"tags.a LIKE '{new string('%', 10_001)}'").ShouldContain("at most 10000 characters");

    private static string MessageOf(string filter)
    {
        var e = Should.Throw<CairnException>(() => FilterParser.Parse(filter, RunFilterRules.Instance));
        e.Code.ShouldBe(ErrorCode.InvalidParameterValue);
        return e.Message;
    }
}
