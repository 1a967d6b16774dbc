using Cairn.Core.Errors;
using Cairn.Core.Search;

namespace Cairn.UnitTests.Search;

public sealed class OrderByTests
{
    [Theory]
    [InlineData("start_time", FieldKind.Attribute, "start_time", true)]
    [InlineData("attribute.Created desc", FieldKind.Attribute, "start_time", false)]
    [InlineData("metrics.`my metric` DESC", FieldKind.Metric, "my metric", false)]
    [InlineData("tag.`a.b` asc", FieldKind.Tag, "a.b", true)]
    [InlineData("params.p", FieldKind.Param, "p", true)]
    public void Parse_AClause_MeansThis(string clause, FieldKind kind, string key, bool ascending)
    {
        var parsed = OrderByParser.Parse([clause], RunFilterRules.Instance).ShouldHaveSingleItem();
        parsed.Field.ShouldBe(new FilterField(kind, key));
        parsed.Ascending.ShouldBe(ascending);
    }

    [Theory]
    [InlineData("metrics.loss sideways", "Invalid ordering key in order_by clause 'metrics.loss sideways'.")]
    [InlineData("metrics.loss ASC DESC", "Invalid order_by clause 'metrics.loss ASC DESC'. Could not be parsed.")]
    [InlineData("", "Invalid order_by clause ''. Could not be parsed.")]
    [InlineData("params.a, params.b", "Invalid order_by clause 'params.a, params.b'. Could not be parsed.")]
    [InlineData("loss > 0", "Invalid order_by clause 'loss > 0'. Could not be parsed.")]
    [InlineData("'a'", "Invalid order_by clause ''a''. Could not be parsed.")]
    [InlineData(
        "foo.bar",
        "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"
    )]
    [InlineData("datasets.name", "Invalid order_by entity: dataset")]
    public void Parse_NotInTheLanguage_IsRefused(string clause, string message) =>
        Should
            .Throw<CairnException>(() => OrderByParser.Parse([clause], RunFilterRules.Instance))
            .Message.ShouldBe(message);

    [Theory]
    [InlineData("nope")]
    [InlineData("attributes.`run name` DESC")]
    public void Parse_NoOrderableAttribute_IsRefused(string clause) =>
        Should
            .Throw<CairnException>(() => OrderByParser.Parse([clause], RunFilterRules.Instance))
            .Message.ShouldStartWith("Invalid attribute key '");

    [Fact]
    public void Parse_TheSameFieldTwice_IsRefused() =>
        Should
            .Throw<CairnException>(() => OrderByParser.Parse(["created", "start_time DESC"], RunFilterRules.Instance))
            .Message.ShouldContain("duplicate fields");

    [Fact]
    public void Parse_ExperimentsByTag_IsRefused() =>
        Should
            .Throw<CairnException>(() => OrderByParser.Parse(["tags.team"], ExperimentFilterRules.Instance))
            .Message.ShouldBe("Invalid order_by entity: tag");
}
