using Cairn.Commands;
using Cairn.Server;

namespace Cairn.UnitTests.Commands;

public sealed class EnvFileTests
{
    [Theory]
    [InlineData("A=1", "1")]
    [InlineData("  A = 1 # one", "1")]
    [InlineData("export A=a=b", "a=b")]
    [InlineData("A=\"a b # c\"", "a b # c")]
    [InlineData("A=\"a\\nb\"", "a\nb")]
    [InlineData("A='$x \\n'", "$x \\n")]
    [InlineData("A=", "")]
    [InlineData("A=pa#ss", "pa#ss")]
    public void Read_ALine_TakesItsValue(string line, string expected) =>
        EnvFile.Read("# comment\n\n" + line + "\r\n").ShouldBe([("A", expected)]);

    [Fact]
    public void Read_BadLines_AreNamedTogether() =>
        Should
            .Throw<ConfigurationException>(() => EnvFile.Read("A=1\nnonsense\nB=2\n=x\nA B=3"))
            .Message.ShouldContain("line 2, 4, 5");
}
