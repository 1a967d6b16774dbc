using System.Text;
using Cairn.Sql.Engine.Sqlite;

namespace Cairn.UnitTests.Databases;

public sealed class RecentTextsTests
{
    private readonly RecentTexts _texts = new();

    [Fact]
    public void Get_AnyTexts_DecodesEach()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(80)).Select(_ => "ab0é€\0"[random.Next(6)])]);
            _texts.Get(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
        }
    }

    [Theory]
    [InlineData("m0")]
    [InlineData("5b8774353f4e4401b59393a99a0a0c7f")]
    public void Get_TheSameTextAgain_IsTheSameString(string text) =>
        _texts.Get(Encoding.UTF8.GetBytes(text)).ShouldBeSameAs(_texts.Get(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Get_BytesThatAreNotUtf8_AreReplacedAsEverywhere() => _texts.Get([0x61, 0xff]).ShouldBe("a\ufffd");
}
