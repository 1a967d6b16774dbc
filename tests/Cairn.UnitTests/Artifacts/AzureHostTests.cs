using Cairn.Artifacts.Azure;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Registry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.UnitTests.Artifacts;

/// <summary>What a client writes into a location decides to whom nothing is sent.</summary>
public sealed class AzureHostTests
{
    private const string Mine = "AZURE_STORAGE_ACCOUNT=mine";

    [Theory]
    [InlineData("wasbs://abc@blob.evil.com/x", Mine)]
    [InlineData("wasbs://abc@.blob.evil.com/x", Mine)]
    [InlineData("abfss://abc@dfs.evil.com/x", Mine)]
    [InlineData("abfss://abc@.dfs.evil.com/x", Mine)]
    [InlineData("wasbs://abc@blob.169.254.169.254/x", Mine)]
    [InlineData("wasbs://abc@evil.com/x", Mine)]
    [InlineData("wasbs://abc@evil.com:443/x", Mine)]
    [InlineData("wasbs://abc@acc.blob.core.windows.net.evil.com/x", Mine)]
    [InlineData("wasbs://abc@acc.blob.core.windows.net./x", Mine)]
    [InlineData("wasbs://abc@127.1/x", Mine)]
    [InlineData("wasbs://abc@[::1]/x", Mine)]
    [InlineData("https://evil.com/abc/x")]
    [InlineData("https://evil.com/abc/x?sig=a")]
    [InlineData("wasbs://abc@evil.com/x?sig=a")]
    [InlineData("http://169.254.169.254/latest/meta-data/iam?sig=x")]
    [InlineData("http://localhost/latest/meta-data/iam?sig=x")]
    [InlineData("wasbs://abc@evil.com/x", "AZURE_STORAGE_ENDPOINT=https://private.cloud")]
    [InlineData(
        "wasbs://abc@acct.blob.core.window.net/x",
        "AZURE_STORAGE_CONNECTION_STRING=AccountName=aaa;AccountKey=a2V5"
    )]
    [InlineData("wasbs://abc@acct/x", "AZURE_STORAGE_CONNECTION_STRING=AccountName=aaa;AccountKey=a2V5")]
    [InlineData("wasbs://abc@acct.blob.core.window.net/x", Mine)]
    [InlineData("http://private.cloud/abc/x", "AZURE_STORAGE_ENDPOINT=https://private.cloud")]
    [InlineData("https://private.cloud:8443/abc/x", "AZURE_STORAGE_ENDPOINT=https://private.cloud")]
    public void Open_HostOfNobody_IsRefused(string uri, string variables = "") =>
        Should.Throw<CairnException>(() => Open(uri, variables)).Code.ShouldBe(ErrorCode.PermissionDenied);

    [Theory]
    [InlineData(@"wasbs://abc@evil.com\.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@evil.com#.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@evil.com%2f.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@evil.com;.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@evil。com.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@evil.com\t.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@a..blob.core.windows.net/x")]
    [InlineData("wasbs://abc@.x.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@x.blob.core.windows.net:99999/x")]
    [InlineData(@"https://evil.com\.blob.core.windows.net/abc/x")]
    [InlineData("https://evil.com#.blob.core.windows.net/abc/x")]
    [InlineData("https://evil.com@acc.blob.core.windows.net/abc/x")]
    [InlineData(@"http://127.0.0.1/\evil.com/abc/x")]
    [InlineData("wasbs://abc/x", "AZURE_STORAGE_ACCOUNT=evil.com/")]
    public void Open_HostIsNoHost_IsRefused(string uri, string variables = Mine) =>
        Should.Throw<CairnException>(() => Open(uri, variables)).Code.ShouldBe(ErrorCode.InvalidParameterValue);

    [Theory]
    [InlineData("wasbs://abc@acc.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@acc.blob.core.windows.net:443/x")]
    [InlineData("wasbs://abc@blob.core.chinacloudapi.cn/x", Mine)]
    [InlineData("https://acc.blob.core.windows.net/abc/x?sig=a")]
    [InlineData("https://private.cloud/abc/x", "AZURE_STORAGE_ENDPOINT=https://private.cloud")]
    [InlineData("wasbs://abc@private.cloud/x", "AZURE_STORAGE_BLOB_ENDPOINT=private.cloud")]
    [InlineData("https://private.cloud/abc/x?sig=a", "AZURE_STORAGE_DFS_ENDPOINT=https://private.cloud")]
    [InlineData(
        "http://127.0.0.1:10000/devstoreaccount1/abc",
        "AZURE_STORAGE_CONNECTION_STRING=UseDevelopmentStorage=true"
    )]
    [InlineData("https://operators.own/abc/y?sig=a")]
    public void Open_HostOfAzureOrOfTheOperator_IsTaken(string uri, string variables = "") =>
        Open(uri, variables).ShouldNotBeNull();

    [Fact]
    public void Open_LocationsThatClientsMakeUp_AreNotAllKept()
    {
        using var factory = Factory("");
        for (var i = 0; i < 400; i++)
        {
            factory.Open(ArtifactUri.Parse($"https://acc.blob.core.windows.net/abc/x?sig={i}"));
        }

        factory.Kept.ShouldBe(256);
    }

    [Theory]
    [InlineData(@"wasbs://abc@evil.com\.blob.core.windows.net/x")]
    [InlineData("wasbs://abc@evil.com#.blob.core.windows.net/x")]
    [InlineData("https://acc.blob.core.windows.net/abc/x#y")]
    public void DemandRemote_TwoHostsInOne_IsRefused(string source) =>
        Should
            .Throw<CairnException>(() => ModelSourceRules.DemandRemote(source))
            .Code.ShouldBe(ErrorCode.InvalidParameterValue);

    private static IArtifactStore Open(string uri, string variables)
    {
        using var factory = Factory(variables);
        return factory.Open(ArtifactUri.Parse(uri)).Store;
    }

    private static AzureArtifactStoreFactory Factory(string variables)
    {
        var all = (variables + ";AZURE_STORAGE_KEY=a2V5")
            .Split(";AZURE_", StringSplitOptions.RemoveEmptyEntries)
            .Select(v => (v.StartsWith("AZURE_", StringComparison.Ordinal) ? v : "AZURE_" + v).Split('=', 2))
            .ToDictionary(v => v[0], v => v[1]);
        return new(
            new() { Environment = new() { Settings = new(all.GetValueOrDefault) } },
            ["https://operators.own/abc"],
            TimeProvider.System,
            NullLogger.Instance
        );
    }
}
