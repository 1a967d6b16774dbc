using System.Text;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Core.Paging;
using CsCheck;

namespace Cairn.UnitTests.Paging;

public sealed class PageTokenTests
{
    private static readonly PageKeyType[] _types = [PageKeyType.Integer, PageKeyType.Double, PageKeyType.Text];

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Read_NoToken_IsTheFirstPage(string? token) =>
        PageToken.Read(token, "h", _types).ShouldBe(new PageStart.Offset(0));

    [Fact]
    public void Read_MlflowsToken_IsItsOffset() =>
        PageToken.Read(Convert.ToBase64String("{\"offset\": 50}"u8), "h", _types).ShouldBe(new PageStart.Offset(50));

    [Fact]
    public void Read_WhatWasWritten_ComesBack() =>
        Gen.Select(Gen.Long, Gen.Double.Where(d => !double.IsNaN(d)), Gen.String[Gen.Char[' ', 'ÿ'], 0, 50])
            .Sample(
                (number, real, text) =>
                {
                    var token = PageToken.Write("h", [number, real, text]);
                    token.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_');
                    PageToken
                        .Read(token, "h", _types)
                        .ShouldBeOfType<PageStart.After>()
                        .Keys.ShouldBe([number, real, text]);
                }
            );

    [Theory]
    [InlineData("x")]
    [InlineData("garbage")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("e30=")]
    [InlineData("W10=")]
    [InlineData("bnVsbA==")]
    [InlineData("eyJvZmZzZXQiOiAiYSJ9")]
    [InlineData("eyJvZmZzZXQiOiAtMX0=")]
    [InlineData("ü")]
    public void Read_AMalformedToken_IsRefused(string token) => Refused(token, "h");

    [Theory]
    [InlineData("""{"q":"h","k":[1,"x","y"]}""")]
    [InlineData("""{"q":"h","k":[1,9221120237041090560,"y"]}""")]
    [InlineData("""{"q":"h","k":[1,2]}""")]
    [InlineData("""{"q":"h","k":[1,2,"a\u0000"]}""")]
    [InlineData("""{"q":"h","k":7}""")]
    [InlineData("""{"q":5,"k":[]}""")]
    public void Read_AForgedToken_IsRefused(string json) =>
        Refused(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)), "h");

    [Fact]
    public void Read_ATokenOfAnotherQuestion_IsRefused() => Refused(PageToken.Write("h", [1L, 2.0, "a"]), "other");

    [Fact]
    public void Read_AnyText_IsAPageOrRefused() =>
        Gen.String.Sample(text =>
        {
            try
            {
                PageToken.Read(text, "h", _types);
            }
            catch (CairnException e) when (e.Code == ErrorCode.InvalidParameterValue)
            {
                // Refused as it should be.
            }
        });

    [Fact]
    public void HashOf_PartsThatRunTogether_Differ()
    {
        PageToken.HashOf("ab", "c").ShouldNotBe(PageToken.HashOf("a", "bc"));
        PageToken.HashOf("", null).ShouldNotBe(PageToken.HashOf(null, ""));
        PageToken.HashOf("a", "b").ShouldBe(PageToken.HashOf("a", "b"));
    }

    private static void Refused(string token, string hash) =>
        Should
            .Throw<CairnException>(() => PageToken.Read(token, hash, _types))
            .Code.ShouldBe(ErrorCode.InvalidParameterValue);
}
