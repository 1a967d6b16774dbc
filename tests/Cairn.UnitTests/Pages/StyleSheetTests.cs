using System.IO.Compression;
using Cairn.Web.Assets;

namespace Cairn.UnitTests.Pages;

public sealed class StyleSheetTests
{
    [Fact]
    public void SiteStyles_StateTheOrderOfTheirLayersFirst()
    {
        using var packed = typeof(AssetStore).Assembly.GetManifestResourceStream("assets/site.css.br")!;
        using var styles = new StreamReader(new BrotliStream(packed, CompressionMode.Decompress));
        styles.ReadLine().ShouldBe("@layer theme, base, frame, parts, pages;");
    }
}
