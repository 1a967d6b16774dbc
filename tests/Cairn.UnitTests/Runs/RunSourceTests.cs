using Cairn.Web.Runs.OneRun;

namespace Cairn.UnitTests.Runs;

public sealed class RunSourceTests
{
    [Theory]
    [InlineData("https://github.com/org/name.git", "https://github.com/org/name/commit/a41f9c2")]
    [InlineData("git@github.com:org/name.git", "https://github.com/org/name/commit/a41f9c2")]
    [InlineData("https://dev.azure.com/org/p/_git/name", "https://dev.azure.com/org/p/_git/name/commit/a41f9c2")]
    [InlineData("javascript:alert(1)//", null)]
    [InlineData("https://user:secret@host/name", null)]
    [InlineData("/home/ann/project", null)]
    [InlineData(null, null)]
    public void CommitLink_OfARepository_IsAWebPageOrNothing(string? repository, string? expected) =>
        RunSource.CommitLink(repository, "a41f9c2").ShouldBe(expected);

    [Fact]
    public void CommitLink_OfSomethingThatIsNotACommit_IsNothing() =>
        RunSource.CommitLink("https://github.com/org/name", "\"><script>").ShouldBeNull();
}
