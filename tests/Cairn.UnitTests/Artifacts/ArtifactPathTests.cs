using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using CsCheck;

namespace Cairn.UnitTests.Artifacts;

public sealed class ArtifactPathTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(".", "")]
    [InlineData("a/b.txt", "a/b.txt")]
    [InlineData("./a//b/./c/", "a/b/c")]
    [InlineData("..\\x.txt", "..\\x.txt")]
    [InlineData("a\\..\\b", "a\\..\\b")]
    [InlineData("~", "~")]
    [InlineData("a?b.txt", "a?b.txt")]
    [InlineData("100%.txt", "100%.txt")]
    [InlineData("a%41", "a%41")]
    [InlineData("e/C:\\x", "e/C:\\x")]
    [InlineData("e/file:///etc/passwd", "e/file:/etc/passwd")]
    [InlineData("...", "...")]
    [InlineData("a%23b", "a%23b")]
    [InlineData("%2523", "%2523")]
    [InlineData("a%00b", "a%00b")]
    [InlineData("a%2517.txt", "a%2517.txt")]
    [InlineData("eval%step%1%timestamp%1700000000000%gabc.png", "eval%step%1%timestamp%1700000000000%gabc.png")]
    [InlineData("%2525252525252525252541", "%2525252525252525252541")]
    [InlineData("a%2fb", "a%2fb")]
    [InlineData("a/%2e%2e%2e", "a/%2e%2e%2e")]
    [InlineData("déjà 漢 😀.txt", "déjà 漢 😀.txt")]
    public void Parse_SafePath_IsCanonical(string? text, string value) =>
        ArtifactPath.Parse(text).Value.ShouldBe(value);

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/..")]
    [InlineData("a/../../b")]
    [InlineData("%2e%2e")]
    [InlineData("..%2fx")]
    [InlineData("%252e%252e%252fx")]
    [InlineData("%25252e%25252e/x")]
    [InlineData("/etc/passwd")]
    [InlineData("%2fetc")]
    [InlineData("C:\\x")]
    [InlineData("c:/x")]
    [InlineData("\\\\server\\share")]
    [InlineData("file:///etc")]
    [InlineData("FILE:x")]
    [InlineData("a#b")]
    [InlineData("a\0b")]
    [InlineData("%%32e%2525%32e/x")]
    [InlineData("a%2f.%2e")]
    [InlineData("%66ile:x")]
    [InlineData("%43%3a%5cx")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    public void Parse_UnsafePath_IsRefused(string text) =>
        Should.Throw<CairnException>(() => ArtifactPath.Parse(text)).Message.ShouldBe("Invalid path");

    [Fact]
    public void Parse_HalfACharacter_IsRefused() =>
        Should.Throw<CairnException>(() => ArtifactPath.Parse("a\ud800")).Message.ShouldBe("Invalid path");

    [Theory]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    public void ParseListed_SignsThatOnlyClientsMayNotUse_AreKept(string text) =>
        ArtifactPath.ParseListed(text).Value.ShouldBe(text);

    [Theory]
    [InlineData("a/../b")]
    [InlineData("%2e%2e/b")]
    [InlineData("/b")]
    public void ParseListed_PathOutOfTheRoot_IsRefused(string text) =>
        Should.Throw<CairnException>(() => ArtifactPath.ParseListed(text));

    [Theory]
    [InlineData("")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/./b")]
    public void ParseNew_PathWithSeveralSpellings_IsRefused(string text) =>
        Should.Throw<CairnException>(() => ArtifactPath.ParseNew(text)).Code.ShouldBe(ErrorCode.InvalidParameterValue);

    [Fact]
    public void Join_WithTheRoot_IsTheOther()
    {
        var path = ArtifactPath.Parse("a/b");
        ArtifactPath.Root.Join(path).ShouldBe(path);
        path.Join(ArtifactPath.Root).ShouldBe(path);
        path.Join(ArtifactPath.Parse("c")).Value.ShouldBe("a/b/c");
        path.Folder.Value.ShouldBe("a");
        path.Folder.Folder.ShouldBe(ArtifactPath.Root);
    }

    [Fact]
    public void Parse_AnyText_IsSafeOrA400()
    {
        var piece = Gen.OneOf(
            Gen.OneOf([
                .. new[] { "..", ".", "/", "%2e", "%2F", "%25", "%", "\\", "C:", "file:", "#", "\0", "a" }.Select(
                    Gen.Const
                ),
            ]),
            Gen.String
        );
        piece
            .Array[0, 8]
            .Select(string.Concat)
            .Sample(text =>
            {
                try
                {
                    var path = ArtifactPath.Parse(text);
                    var full = Path.GetFullPath(Path.Join("/root/of/store", path.Value));
                    while (IsWithin(full) && Uri.UnescapeDataString(full) is var decoded && decoded != full)
                    {
                        full = Path.GetFullPath(decoded.Replace("\0", "", StringComparison.Ordinal));
                    }

                    return IsWithin(full);
                }
                catch (CairnException e)
                {
                    return e.Code == ErrorCode.InvalidParameterValue;
                }
            });

        static bool IsWithin(string full) =>
            full == "/root/of/store" || full.StartsWith("/root/of/store/", StringComparison.Ordinal);
    }
}
