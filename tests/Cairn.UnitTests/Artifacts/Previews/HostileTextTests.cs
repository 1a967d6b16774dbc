using System.Text;
using Cairn.Web.Artifacts;
using Cairn.Web.Parts;

namespace Cairn.UnitTests.Artifacts.Previews;

/// <summary>Texts that clients set must not become markup.</summary>
public sealed class HostileTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onclick=alert(1)>b</b>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#10;script:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("[x](vbscript:msgbox)")]
    public void Markdown_WithMarkupOrScript_IsHarmless(string text)
    {
        var html = SafeMarkdown.Of(text).ToString()!;
        html.ShouldNotContain("<script", Case.Insensitive);
        html.ShouldNotContain("<svg", Case.Insensitive);
        html.ShouldNotContain("<b ", Case.Insensitive);
        html.ShouldNotContain("<img src=x", Case.Insensitive);
        html.ShouldNotContain("href=\"java", Case.Insensitive);
        html.ShouldNotContain("href=\"data", Case.Insensitive);
        html.ShouldNotContain("href=\"vb", Case.Insensitive);
        html.ShouldNotContain("src=\"java", Case.Insensitive);
    }

    [Theory]
    [InlineData("[x](https://example.com/a?b=1)", "href=\"https://example.com/a?b=1\"")]
    [InlineData("[x](plots/roc.png)", "href=\"plots/roc.png\"")]
    [InlineData("# Title", "<h1>Title</h1>")]
    public void Markdown_OfUsualText_IsKept(string text, string expected) =>
        SafeMarkdown.Of(text).ToString()!.ShouldContain(expected);

    [Fact]
    public void Json_WithMarkup_IsEncoded()
    {
        var html = JsonFolds
            .Of(Encoding.UTF8.GetBytes("""{"<img src=x>": "<script>alert(1)</script>"}"""))!
            .ToString()!;
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<script");
        html.ShouldContain("&lt;script&gt;");
    }

    [Theory]
    [InlineData("{\"a\": ")]
    [InlineData("not json")]
    public void Json_ThatIsNotValid_IsNull(string text) => JsonFolds.Of(Encoding.UTF8.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void HexDump_OfBytes_ShowsDigitsAndCharacters() =>
        HexDump.Of("Hi\0\x01<"u8).ShouldBe("00000000  48 69 00 01 3c                                    Hi..<\n");
}
