using System.Text.Json;
using Cairn.Server.GraphQl;

namespace Cairn.UnitTests.GraphQl;

public sealed class GraphQlQueryTests
{
    private static readonly string _nested = string.Concat(Enumerable.Repeat("a { ", 200));

    public static TheoryData<string, string> Refused =>
        new()
        {
            { "", "Must provide an operation." },
            { "query A { test { output } } query B { test { output } }", "multiple operations" },
            { "subscription { test { output } }", "Subscriptions are not supported." },
            { "{ test { output }", "Syntax Error" },
            { "{ nope }", "Cannot query field 'nope' on type 'Query'." },
            { "{ test }", "must have a selection of subfields" },
            { "{ test { output { x } } }", "must not have a selection" },
            { "{ test(other: 1) { output } }", "Unknown argument 'other' on field 'Query.test'." },
            { "{ test(inputString: 5) { output } }", "String cannot represent a non string value: 5" },
            { "{ mlflowGetRun(input: {runId: 5}) { run { info { runName } } } }", "non string value: 5" },
            { "{ mlflowGetRun(input: {id: \"5\"}) { run { info { runName } } } }", "Field 'id' is not defined" },
            { "{ mlflowSearchRuns(input: {runViewType: SOME}) { nextPageToken } }", "Value 'SOME' does not exist" },
            { "{ mlflowSearchRuns(input: {maxResults: 1.5}) { nextPageToken } }", "Int cannot represent non-integer" },
            { "query($d: Nope) { test { output } }", "Unknown type 'Nope'." },
            { "query($d: String!) { test { output } }", "Variable '$d' of required type 'String!' was not provided." },
            { "{ ...F }", "Unknown fragment 'F'." },
            { "{ ...F } fragment F on Query { ...F }", "Cannot spread fragment 'F' within itself." },
            { "{ ...F } fragment F on Mutation { testMutation { output } }", "cannot be spread on type 'Query'" },
            { "{ a: test(inputString: \"1\") { output } a: test(inputString: \"2\") { output } }", "conflict" },
            { "{ test @include { output } }", "requires the argument 'if'" },
            { "{ " + _nested, "maximum depth" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Query_ThatIsNotValid_IsRefusedWithItsReason(string query, string reason) =>
        Should.Throw<GraphQlException>(() => Parse(query)).Message.ShouldContain(reason);

    [Fact]
    public void Fragments_ThatMultiply_AreRefusedBeforeTheyAreExpanded()
    {
        var fragments = string.Concat(
            Enumerable.Range(0, 30).Select(n => $"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} ")
        );
        var query = $"{{ ...F0 }} {fragments} fragment F30 on Query {{ test {{ output }} }}";
        Should.Throw<GraphQlException>(() => Parse(query)).Message.ShouldContain("more than 1000 fields");
    }

    [Fact]
    public void Aliases_OverTheLimit_AreRefused()
    {
        var roots = string.Concat(Enumerable.Range(0, 11).Select(n => $"a{n}: test(inputString: \"a\") {{ output }} "));
        Should
            .Throw<GraphQlException>(() => Parse($"{{ {roots} }}"))
            .Message.ShouldContain("MLFLOW_SERVER_GRAPHQL_MAX_ROOT_FIELDS");
        Should
            .Throw<GraphQlException>(() => Parse($"{{ {roots} }}", options: new() { MaxRootFields = 20 }))
            .Message.ShouldContain("MLFLOW_SERVER_GRAPHQL_MAX_ALIASES");
        Parse($"{{ {roots} }}", options: new() { MaxRootFields = 20, MaxAliases = 20 }).Fields.Count.ShouldBe(11);
    }

    [Fact]
    public void Variables_ReachTheInput_AndNullsAreLeftOut()
    {
        var query = Parse(
            "query Q($d: MlflowSearchRunsInput!) { mlflowSearchRuns(input: $d) { nextPageToken } }",
            """{"d": {"experimentIds": "7", "filter": null, "maxResults": 5}}"""
        );
        var input = query.Fields.Single().Arguments["input"]!;
        input.ToJsonString().ShouldBe("""{"experimentIds":["7"],"maxResults":5}""");
    }

    [Fact]
    public void Fields_ThatAreSelectedTwice_AreMergedInOrder()
    {
        const string Query = """
            query Q($no: Boolean = false) {
              mlflowGetRun(input: {runId: "a"}) { ...R run { info { status } } }
              test(inputString: "x") @include(if: $no) { output }
            }
            fragment R on MlflowGetRunResponse { __typename run { info { runName } } }
            """;
        var run = Parse(Query).Fields.Single();
        run.Fields.Select(f => f.Key).ShouldBe(["__typename", "run"]);
        run.Fields[1].Fields.Single().Fields.Select(f => f.Key).ShouldBe(["runName", "status"]);
    }

    private static GraphQlQuery Parse(string query, string variables = "{}", GraphQlOptions? options = null)
    {
        using var json = JsonDocument.Parse(variables);
        return GraphQlQuery.Parse(query, null, json.RootElement, options ?? new());
    }
}
