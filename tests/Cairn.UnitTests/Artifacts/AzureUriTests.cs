using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Locations;
using Cairn.Azure.Settings;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.UnitTests.Artifacts;

public sealed class AzureUriTests
{
    [Theory]
    [InlineData("wasbs://con@acc.blob.core.windows.net", "https://acc.blob.core.windows.net/con", "")]
    [InlineData("wasbs://con@acc.blob.core.windows.net/a/b%20c/", "https://acc.blob.core.windows.net/con", "a/b%20c")]
    [InlineData("wasb://con@acc.blob.core.windows.net/a", "https://acc.blob.core.windows.net/con", "a")]
    [InlineData("abfss://con@acc.dfs.core.windows.net/a", "https://acc.blob.core.windows.net/con", "a")]
    [InlineData("abfs://con@acc.dfs.core.chinacloudapi.cn/a", "https://acc.blob.core.chinacloudapi.cn/con", "a")]
    [InlineData("wasbs://con@acc.blob.core.usgovcloudapi.net/a", "https://acc.blob.core.usgovcloudapi.net/con", "a")]
    [InlineData("wasbs://con@acc.privatelink.blob.core.windows.net/a", "https://acc.blob.core.windows.net/con", "a")]
    [InlineData("wasbs://con@acc.z12.blob.storage.azure.net/a", "https://acc.z12.blob.storage.azure.net/con", "a")]
    [InlineData(
        "https://acc.blob.core.windows.net/con/a%20b?sv=1&sig=x",
        "https://acc.blob.core.windows.net/con",
        "a b"
    )]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/con/a", "http://127.0.0.1:10000/devstoreaccount1/con", "a")]
    [InlineData("wasbs://con@/a", "https://named.blob.core.windows.net/con", "a", "AZURE_STORAGE_ACCOUNT=named")]
    [InlineData("wasbs://con/a", "https://named.blob.core.windows.net/con", "a", "AZURE_STORAGE_ACCOUNT=named")]
    [InlineData(
        "wasbs://con@acc.blob.core.windows.net/a",
        "https://your-custom-endpoint.com/con",
        "a",
        "AZURE_STORAGE_ENDPOINT=https://your-custom-endpoint.com"
    )]
    [InlineData(
        "wasbs://con@acc.blob.core.windows.net/a",
        "http://127.0.0.1:10000/acc/con",
        "a",
        "AZURE_STORAGE_BLOB_ENDPOINT=http://127.0.0.1:10000"
    )]
    [InlineData(
        "wasbs://con@other.blob.core.windows.net/a",
        "https://other.blob.core.windows.net/con",
        "a",
        "AZURE_STORAGE_ACCOUNT=acc;AZURE_STORAGE_ENDPOINT=https://acc.blob.core.windows.net"
    )]
    [InlineData(
        "wasbs://con@acc.blob.core.windows.net/a",
        "https://acc.blob.core.windows.net/con",
        "a",
        "AZURE_STORAGE_ENDPOINT=;AZURE_STORAGE_ACCOUNT="
    )]
    public void Parse_GoodUri_GivesContainerAndFolder(
        string uri,
        string container,
        string folder,
        string variables = ""
    )
    {
        var (location, path) = Parse(uri, variables);
        location.ToString().ShouldBe(container);
        path.Value.ShouldBe(folder);
        location.IsDfs.ShouldBeFalse();
    }

    [Theory]
    [InlineData("wasbs://con@acct.blob.core.window.net/x", "acct.blob.core.window.net", "CONNECTION_STRING")]
    [InlineData("wasbs://con@acct/x", "acct", "CONNECTION_STRING")]
    [InlineData("wasbs://con/x", "'named'", "CONNECTION_STRING", "AZURE_STORAGE_ACCOUNT=named")]
    [InlineData(
        "wasbs://con@acc.blob.core.windows.net/a",
        "'acc'",
        "oth",
        "AZURE_STORAGE_ENDPOINT=oth.blob.core.windows.net"
    )]
    [InlineData(
        "abfss://con@acc.dfs.core.windows.net/a",
        "'acc'",
        "oth",
        "AZURE_STORAGE_DFS_ENDPOINT=oth.dfs.core.windows.net"
    )]
    [InlineData(
        "wasbs://con@one.example/a",
        "one.example",
        "two.example",
        "AZURE_STORAGE_ENDPOINT=https://two.example"
    )]
    public void Parse_AddressesThatDisagree_NamesBoth(string uri, string one, string other, string variables = "")
    {
        var all = new Dictionary<string, string>
        {
            ["AZURE_STORAGE_CONNECTION_STRING"] = "AccountName=aaa;AccountKey=a2V5",
        };
        if (variables.Split('=', 2) is [var name, var value])
        {
            all[name] = value;
        }

        var contradiction = AzureUriParser
            .Parse(ArtifactUri.Parse(uri), new AzureSettings(all.GetValueOrDefault))
            .Location.Contradiction;
        contradiction.ShouldNotBeNull();
        contradiction.ShouldContain(one);
        contradiction.ShouldContain(other);
    }

    [Theory]
    [InlineData("wasbs://con@aaa.blob.core.windows.net/x", "https://aaa.blob.core.windows.net/con")]
    [InlineData("wasbs://con@aaa/x", "https://aaa.blob.core.windows.net/con")]
    [InlineData("wasbs://con/x", "https://aaa.blob.core.windows.net/con")]
    [InlineData("wasbs://con@bbb.blob.core.windows.net/x", "https://bbb.blob.core.windows.net/con")]
    public void Parse_ConnectionStringOfOneAccount_ReachesWhatTheUriSays(string uri, string container)
    {
        var location = Parse(uri, "AZURE_STORAGE_CONNECTION_STRING=AccountName=aaa&AccountKey=a2V5").Location;
        location.ToString().ShouldBe(container);
        location.Contradiction.ShouldBeNull();
    }

    [Theory]
    [InlineData("wasbs://@acc.blob.core.windows.net/a", "no container")]
    [InlineData("wasbs://Con@acc.blob.core.windows.net/a", "container 'Con'")]
    [InlineData("wasbs://-con@acc.blob.core.windows.net/a", "container '-con'")]
    [InlineData("wasbs://con-@acc.blob.core.windows.net/a", "container 'con-'")]
    [InlineData("wasbs://c--n@acc.blob.core.windows.net/a", "container 'c--n'")]
    [InlineData("https://acc.blob.core.windows.net/co/a", "container 'co'")]
    [InlineData("wasbs://con/a", "AZURE_STORAGE_ACCOUNT")]
    [InlineData("wasbs://con@acc.blob.core.windows.net/a?x=1", "no sig=")]
    [InlineData("wasbs://con@acc.blob.core.windows.net/a/../b", "path 'a/../b'")]
    [InlineData("wasbs://con@bad host/a", "host 'bad host'")]
    [InlineData("wasbs://con@acc.blob.core.windows.net/a", "AZURE_STORAGE_ENDPOINT", "AZURE_STORAGE_ENDPOINT=ftp://x")]
    [InlineData(
        "wasbs://con@acc.blob.core.windows.net/a",
        "AZURE_STORAGE_CONNECTION_STRING",
        "AZURE_STORAGE_CONNECTION_STRING=secretvalue"
    )]
    public void Parse_BadUri_NamesThePart(string uri, string part, string variables = "")
    {
        var message = Should.Throw<CairnException>(() => Parse(uri, variables)).Message;
        message.ShouldContain(part);
        message.ShouldNotContain("secretvalue");
    }

    [Theory]
    [InlineData("https://acc.dfs.core.windows.net/con/a", "")]
    [InlineData(
        "abfss://con@acc.dfs.core.windows.net/a",
        "AZURE_STORAGE_DFS_ENDPOINT=https://acc.dfs.core.windows.net"
    )]
    [InlineData("abfss://con@acc.dfs.core.windows.net/a", "AZURE_STORAGE_ENDPOINT=https://acc.dfs.core.windows.net")]
    public void Parse_OnlyDfsIsNamed_SpeaksItsProtocol(string uri, string variables) =>
        Parse(uri, variables).Location.IsDfs.ShouldBeTrue();

    [Theory]
    [InlineData("wasbs://con@evil.example.com/a", true)]
    [InlineData("https://evil.example.com/con/a", true)]
    [InlineData("wasbs://con@acc.blob.core.windows.net.evil.example.com/a", true)]
    [InlineData("wasbs://con@acc.blob.core.windows.net/a", false)]
    public void Parse_HostOfNobody_IsForeign(string uri, bool foreign) =>
        Parse(uri, "").Location.IsForeign.ShouldBe(foreign);

    private static (ContainerLocation Location, ArtifactPath Folder) Parse(string uri, string variables)
    {
        var all = variables
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => v.Split('=', 2))
            .ToDictionary(v => v[0], v => v[1].Replace('&', ';'));
        return AzureUriParser.Parse(ArtifactUri.Parse(uri), new AzureSettings(all.GetValueOrDefault));
    }
}
