using Cairn.Sql.Schema;

namespace Cairn.UnitTests.Databases;

public sealed class RevisionsTests
{
    [Theory]
    [InlineData("451aebb31d03", "before 1.4", 54)]
    [InlineData("bd07f7e963c5", "1.4 or later, before 2.3", 39)]
    [InlineData("7f2a7d5fae7d", "2.4 or later, before 2.14", 34)]
    [InlineData("bf29a5ff90ea", "3.3 or later, before 3.10", 15)]
    [InlineData("ae8bbe7743c9", "3.10 or later, before 3.11", 1)]
    public void ReleasesOf_ARevision_LieBetweenTheOnesThatAreKnown(string revision, string releases, int behind) =>
        (Revisions.ReleasesOf(revision), Revisions.Behind(revision)).ShouldBe((releases, behind));
}
