using Cairn.Core.Errors;
using Cairn.Core.Registry;

namespace Cairn.UnitTests.Registry;

/// <summary>Sources of model versions that were used against MLflow, and their kin.</summary>
public sealed class ModelSourceRulesTests
{
    private const string RunArtifacts = "/srv/mlruns/1/0123456789abcdef0123456789abcdef/artifacts";

    [Theory]
    [InlineData("/etc")] // CVE-2023-1177: any folder of the server as a source
    [InlineData("file:///etc")]
    [InlineData("//proc/self/root")] // CVE-2023-2356, CVE-2023-2780: paths that only look like something else
    [InlineData("file://localhost/etc")]
    [InlineData("file:/etc")]
    [InlineData("FILE:///etc")]
    [InlineData("FiLe:etc")]
    [InlineData(@"\\localhost\c$\windows")]
    [InlineData(@"C:\Windows")]
    [InlineData("C:/Windows")]
    [InlineData(" file:///etc")]
    [InlineData("\tfile:///etc")]
    [InlineData("file%3A///etc")]
    [InlineData("etc/passwd")]
    [InlineData("./x")]
    [InlineData("~/.ssh")]
    [InlineData("")]
    [InlineData("?x=s3://b")]
    [InlineData("#s3://b/x")] // CVE-2024-1483
    [InlineData(":s3://b/x")] // CVE-2024-3573: an empty scheme
    [InlineData("1s3://b/x")]
    public void DemandInside_ALocalSourceWithoutARun_IsRefused(string source)
    {
        ModelSourceRules.IsLocal(source).ShouldBeTrue();
        Should.Throw<CairnException>(() => ModelSourceRules.DemandInside(source, null));
        Should.Throw<CairnException>(() => ModelSourceRules.DemandInside(source, RunArtifacts));
    }

    [Theory]
    [InlineData(RunArtifacts + "/../../other/artifacts")] // CVE-2023-2356
    [InlineData(RunArtifacts + "/%2e%2e/%2e%2e")]
    [InlineData(RunArtifacts + "-of-another/model")]
    [InlineData("file://" + RunArtifacts + "/..")]
    [InlineData("file://" + RunArtifacts + "/%2e%2e/x")]
    [InlineData("file://evil" + RunArtifacts + "/model")]
    [InlineData(RunArtifacts + "/a\0b")]
    public void DemandInside_ASourceThatLeavesTheRun_IsRefused(string source) =>
        Should.Throw<CairnException>(() => ModelSourceRules.DemandInside(source, RunArtifacts));

    [Theory]
    [InlineData(RunArtifacts)]
    [InlineData(RunArtifacts + "/model")]
    [InlineData("file://" + RunArtifacts + "/model")]
    public void DemandInside_ASourceInTheRun_IsAccepted(string source) =>
        ModelSourceRules.DemandInside(source, RunArtifacts);

    [Theory]
    [InlineData("mlflow-artifacts:/0/x/artifacts")]
    [InlineData("s3://bucket/artifacts")]
    public void DemandInside_ALocalSourceOfARunThatIsElsewhere_IsRefused(string artifacts) =>
        Should.Throw<CairnException>(() => ModelSourceRules.DemandInside("/etc", artifacts));

    [Fact]
    public void DemandInside_ALinkOutOfTheRun_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("cairn-test-");
        try
        {
            var artifacts = Directory.CreateDirectory(Path.Combine(folder.FullName, "artifacts")).FullName;
            Directory.CreateSymbolicLink(Path.Combine(artifacts, "out"), "/etc");
            Should.Throw<CairnException>(() =>
                ModelSourceRules.DemandInside(Path.Combine(artifacts, "out"), artifacts)
            );
            Should.Throw<CairnException>(() =>
                ModelSourceRules.DemandInside(Path.Combine(artifacts, "out", "ssl"), artifacts)
            );
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Theory]
    [InlineData("s3://b/a/../c")]
    [InlineData("s3://b/a/..")]
    [InlineData("s3:..")]
    [InlineData("mlflow-artifacts:/../../etc")] // CVE-2023-6909 and CVE-2025-11201: out of the artifact root
    [InlineData("mlflow-artifacts:/%2e%2e/%2e%2e/etc")]
    [InlineData("mlflow-artifacts:/..%2f..%2fetc")]
    [InlineData("mlflow-artifacts:/%252e%252e%252fetc")]
    [InlineData("mlflow-artifacts:/a/..%5c..%5cetc")]
    [InlineData(@"mlflow-artifacts:/..\..\etc")]
    [InlineData("http:///#/../../../../etc/")] // CVE-2023-6909, CVE-2024-1483, CVE-2024-3848: parents behind a fragment
    [InlineData("http://host/x?path=../../etc")]
    [InlineData("http://host/x;/../etc")]
    [InlineData("http://host/%23/%2e%2e/etc")]
    [InlineData("http://host/?/../../etc")]
    [InlineData("https://host/a%00b")]
    [InlineData("s3://b/./c")]
    [InlineData("s3://b/ .. /c")]
    [InlineData("dbfs:/a/%25252e%25252e/b")]
    [InlineData("models:/../../etc")]
    [InlineData("runs:/0123/../../etc")]
    public void DemandRemote_ASourceWithParents_IsRefused(string source)
    {
        ModelSourceRules.IsLocal(source).ShouldBeFalse();
        Should
            .Throw<CairnException>(() => ModelSourceRules.DemandRemote(source))
            .Message.ShouldStartWith($"Invalid model version source: '{source}'");
    }

    [Theory]
    [InlineData("s3://b/a b/c")]
    [InlineData("gs://b/a//c")]
    [InlineData("hdfs://h/a.b..c/d")]
    [InlineData("https://host/path?x=1")]
    [InlineData("wasbs://c@a.blob.core.windows.net/1/2/artifacts/model")]
    [InlineData("mlflow-artifacts:/1/2/artifacts/model")]
    [InlineData("models:/m-0123")]
    public void DemandRemote_AnHonestSource_IsAccepted(string source) => ModelSourceRules.DemandRemote(source);

    // CVE-2026-2614: the tag that makes a prompt switched the checks of sources off.
    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("FILE:/etc")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData(@"a\b")]
    [InlineData("%2fetc")]
    [InlineData("~root")]
    [InlineData("C:x")]
    [InlineData("http://h/../x")]
    [InlineData("mlflow-artifacts:/..%2fx")]
    public void DemandPrompt_APlaceOfTheServer_IsRefused(string source) =>
        Should.Throw<CairnException>(() => ModelSourceRules.DemandPrompt(source));

    [Theory]
    [InlineData("dummy-source")]
    [InlineData("prompt-template")]
    [InlineData("s3://b/x")]
    public void DemandPrompt_AWordOrARemotePlace_IsAccepted(string source) => ModelSourceRules.DemandPrompt(source);
}
