using System.Text;
using Cairn.Web.Artifacts;

namespace Cairn.UnitTests.Artifacts.Previews;

public sealed class CellReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2", 8)]
    [InlineData("a,b\r\n1,2", "a|b;1|2", 8)]
    [InlineData("\"x,y\",\"say \"\"hi\"\"\"\n", "x,y|say \"hi\"", 19)]
    [InlineData("\"two\nlines\",2\n", "two\nlines|2", 14)]
    [InlineData("a,,\n", "a||", 4)]
    [InlineData("é,ü\n", "é|ü", 6)]
    [InlineData("", "", 0)]
    public void Read_OfAWholeFile_ReturnsItsCells(string text, string expected, int used)
    {
        var (lines, read) = CellReader.Read(Encoding.UTF8.GetBytes(text), isEnd: true, ',', 100);
        string.Join(';', lines.Select(line => string.Join('|', line))).ShouldBe(expected);
        read.ShouldBe(used);
    }

    [Fact]
    public void Read_OfAPartThatEndsInMidLine_LeavesThatLine()
    {
        var (lines, used) = CellReader.Read("a\tb\nc\td\ne"u8, isEnd: false, '\t', 100);
        lines.Count.ShouldBe(2);
        used.ShouldBe(8);
    }

    [Fact]
    public void Read_OfMoreLinesThanAsked_StopsBehindTheLast()
    {
        var (lines, used) = CellReader.Read("1\n2\n3\n"u8, isEnd: true, ',', 2);
        lines.Count.ShouldBe(2);
        used.ShouldBe(4);
    }
}
