using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.UnitTests.Artifacts;

public sealed class ArtifactLocationRulesTests
{
    [Theory]
    [InlineData("s3://bucket/some/prefix")]
    [InlineData("gs://bucket/dir/")]
    [InlineData("s3://bucket/dir?region=eu")]
    [InlineData("s3://bucket/a/../b")]
    [InlineData("s3://bucket/a;p=1")]
    [InlineData("wasbs://c@account.blob.core.windows.net/path")]
    [InlineData("abfss://c@account.dfs.core.windows.net/path")]
    [InlineData("mlflow-artifacts:/team")]
    [InlineData("mlflow-artifacts://host:5000/team")]
    [InlineData("dbfs:/team")]
    public void Demand_LocationOfACloud_Passes(string location) => ArtifactLocationRules.Demand(location, 2048);

    [Theory]
    [InlineData("file:///etc")]
    [InlineData("FILE:///etc")]
    [InlineData("file:relative")]
    [InlineData("file://host/share")]
    [InlineData("/etc")]
    [InlineData("./mlruns")]
    [InlineData("relative/folder")]
    [InlineData("~/mlruns")]
    [InlineData("C:\\data")]
    [InlineData("c:/data")]
    [InlineData("\\\\server\\share")]
    [InlineData(" file:///etc")]
    [InlineData("%66ile:///etc")]
    public void Demand_FolderOfTheServer_IsRefused(string location) =>
        Should
            .Throw<CairnException>(() => ArtifactLocationRules.Demand(location, 2048))
            .Message.ShouldContain("path of the server's file system");

    [Theory]
    [InlineData("s3://bucket/a#frag", "'artifact_location' URL can't include fragments or params.")]
    [InlineData("https://host/a;p=1", "'artifact_location' URL can't include fragments or params.")]
    [InlineData("s3://bucket/a?x=../../etc", "Invalid query string")]
    [InlineData("s3://bucket/a?x=%2e%2e%2f", "Invalid query string")]
    [InlineData("s3://bucket/a?x=%252e%252e", "Invalid query string")]
    [InlineData("runs:/abc/model", "Artifact location cannot be a runs:/ URI. Given: 'runs:/abc/model'")]
    [InlineData("mlflow-artifacts:/../etc", "Invalid path")]
    [InlineData("mlflow-artifacts:/%2e%2e/etc", "Invalid path")]
    [InlineData("s3://bucket/a\0", "'artifact_location' can't include control characters.")]
    public void Demand_LocationThatHidesSomething_SaysWhat(string location, string message)
    {
        var e = Should.Throw<CairnException>(() => ArtifactLocationRules.Demand(location, 2048));
        e.Message.ShouldBe(message);
        e.Code.ShouldBe(ErrorCode.InvalidParameterValue);
    }

    [Fact]
    public void Demand_TooLong_NamesTheSetting() =>
        Should
            .Throw<CairnException>(() => ArtifactLocationRules.Demand("s3://bucket/" + new string('a', 2048), 2048))
            .Message.ShouldContain("MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH");
}
