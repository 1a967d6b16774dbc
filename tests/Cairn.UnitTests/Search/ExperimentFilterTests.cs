using Cairn.Core.Errors;
using Cairn.Core.Search;

namespace Cairn.UnitTests.Search;

public sealed class ExperimentFilterTests
{
    [Theory]
    [InlineData("name LIKE 'a%' AND tags.team = 'x'", "Attribute[name] LIKE <a%> & Tag[team] = <x>")]
    [InlineData(
        "attribute.name = \"a\" AND creation_time >= 5",
        "Attribute[name] = <a> & Attribute[creation_time] >= i5"
    )]
    [InlineData("tag.lvl is null", "Tag[lvl] IS NULL")]
    public void Parse_AFilter_MeansThis(string filter, string meaning) =>
        FilterText.Of(FilterParser.Parse(filter, ExperimentFilterRules.Instance)).ShouldBe(meaning);

    [Theory]
    [InlineData("= 'a'", "Invalid clause(s) in filter string: =, 'a'")]
    [InlineData("'a' = name", "Invalid comparison clause. Expected 'Identifier' found ''a''")]
    [InlineData(";", "Invalid clause(s) in filter string: ;")]
    [InlineData(
        "name = 'a'; drop table x",
        "Search filter contained multiple expression \"name = 'a'; drop table x\". Provide AND-ed expression list."
    )]
    [InlineData("name = 'a", "Invalid clause(s) in filter string: name, =, ', a")]
    [InlineData("metrics.a > 1", "Invalid entity type 'metrics'. Valid entity types are ('attribute', 'tag', 'tags')")]
    [InlineData(
        "attributes.name = 'a'",
        "Invalid entity type 'attributes'. Valid entity types are ('attribute', 'tag', 'tags')"
    )]
    [InlineData("tags.team > 'a'", "Invalid comparator for tag: >")]
    [InlineData(
        "name IN ('a', 'b')",
        "Only the 'run_id' attribute supports comparison with a list of quoted string values."
    )]
    [InlineData("name IS NULL", "IS NULL / IS NOT NULL is only supported for tags, not for attribute 'name'")]
    [InlineData("creation_time > '5'", "Expected numeric value type for numeric attribute: creation_time. Found '5'")]
    public void Parse_NotInTheLanguage_IsRefusedInMlflowsWords(string filter, string message) =>
        Should
            .Throw<CairnException>(() => FilterParser.Parse(filter, ExperimentFilterRules.Instance))
            .Message.ShouldBe(message);
}
