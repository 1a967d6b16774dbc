using Cairn.Web.Parts;
using Cairn.Web.Prompts;
using Microsoft.AspNetCore.Html;

namespace Cairn.UnitTests.Pages;

public sealed class PromptTextTests
{
    [Fact]
    public void Variables_AreListedOnceInOrder() =>
        PromptText.Variables("{{ b }} {{a}} {{ b }} {not} {{ }}").ShouldBe(["b", "a"]);

    [Fact]
    public void Marked_EscapesTheTextAndMarksItsVariables() =>
        Html(PromptText.Marked("<script> {{ x }}")).ShouldBe("&lt;script&gt; <mark>{{ x }}</mark>");

    [Theory]
    [InlineData("one two three", "one 2 three", "one <del>two</del><ins>2</ins> three")]
    [InlineData("", "<b>new</b>", "<ins>&lt;b&gt;new&lt;/b&gt;</ins>")]
    [InlineData("gone", "", "<del>gone</del>")]
    [InlineData("same", "same", "same")]
    public void WordDiff_MarksWhatChanged(string before, string after, string html) =>
        Html(WordDiff.Of(before, after)).ShouldBe(html);

    private static string Html(IHtmlContent content) => content.ToString()!;
}
