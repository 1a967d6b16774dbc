using System.Diagnostics.CodeAnalysis;
using System.Net;
using Cairn.Core.Artifacts;

namespace Cairn.UnitTests.Artifacts;

/// <summary>What <c>cairn doctor</c> tells of an account's settings.</summary>
public sealed class AzureDiagnosisTests
{
    private const string Identity = "AZURE_CLIENT_ID";
    private const string Account = "/subscriptions/s1/providers/Microsoft.Storage/storageAccounts";

    [Fact]
    public async Task Diagnose_AccountThatKeepsAll_TellsSo()
    {
        var found = await DiagnoseAsync(
            Principal(),
            hierarchical: true,
            days: 7,
            version: "2026-01-01T00:00:00Z",
            (200, Key("Microsoft.Keyvault"))
        );
        found["hierarchical namespace"].ShouldStartWith("on");
        found["soft delete"].ShouldContain("7 days");
        found["versioning"].ShouldStartWith("on");
        found["encryption key"].ShouldBe("a customer's key: https://your-keyvault.vault.azure.net/keys/storage-key");
    }

    [Fact]
    public async Task Diagnose_AccountThatKeepsNothing_SaysWhatToDo()
    {
        var found = await DiagnoseAsync(
            Principal(),
            hierarchical: false,
            days: null,
            version: null,
            (200, Key("Microsoft.Storage"))
        );
        found["hierarchical namespace"].ShouldBe("off");
        found["soft delete"].ShouldContain("--enable-delete-retention true");
        found["versioning"].ShouldContain("--enable-versioning true` keeps it, except with a hierarchical namespace");
        found["encryption key"].ShouldBe("Microsoft's key");
    }

    [Theory]
    [InlineData(403, "", "role Reader")]
    [InlineData(200, "<html>", "no list of storage accounts")]
    [InlineData(200, """{"value":[]}""", "no storage account acc")]
    public async Task Diagnose_ControlPlaneDoesNotTell_SaysWhy(int status, string answer, string why) =>
        (await DiagnoseAsync(Principal(), false, null, null, (status, answer)))["encryption key"].ShouldContain(why);

    [Fact]
    public async Task Diagnose_KeyAndNoIdentity_NamesTheCommand() =>
        (await DiagnoseAsync(new() { ["AZURE_STORAGE_KEY"] = "a2V5" }, false, null, null, (500, "")))["encryption key"]
            .ShouldContain("az storage account show --name acc");

    private static string Key(string source) =>
        $$$"""{"value":[{"name":"other","properties":{}},{"name":"acc","properties":{"encryption":{"keySource":"{{{source}}}","keyvaultproperties":{"keyvaulturi":"https://your-keyvault.vault.azure.net/","keyname":"storage-key"} } } } ]}""";

    private static Dictionary<string, string> Principal() =>
        new()
        {
            [Identity] = "c",
            ["AZURE_TENANT_ID"] = "11111111-2222-3333-4444-555555555555",
            ["AZURE_CLIENT_SECRET"] = "s",
            ["AZURE_AUTHORITY_HOST"] = "https://entra.local",
            ["AZURE_SUBSCRIPTION_ID"] = "s1",
        };

    private static async Task<Dictionary<string, string>> DiagnoseAsync(
        Dictionary<string, string> variables,
        bool hierarchical,
        int? days,
        string? version,
        (int Status, string Answer) management
    )
    {
        variables["AZURE_STORAGE_ENDPOINT"] = "https://127.0.0.1";
        using var azure = new AzureBehindHandler(
            (request, _) => Task.FromResult(Answer(request, hierarchical, days, version, management))
        );
        var store = azure.Open(variables, change: o => o with { NetworkTimeout = TimeSpan.FromMinutes(1) });
        var found = new Dictionary<string, string>();
        await foreach (var finding in ((IStoreDiagnosis)store).DiagnoseAsync(TestContext.Current.CancellationToken))
        {
            finding.IsGood.ShouldNotBe(false, finding.ToString());
            found[finding.Check] = finding.Detail;
        }

        return found;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes it.")]
    private static HttpResponseMessage Answer(
        HttpRequestMessage request,
        bool hierarchical,
        int? days,
        string? version,
        (int Status, string Answer) management
    )
    {
        var (host, query) = (request.RequestUri!.Host, request.RequestUri.Query);
        return host switch
        {
            "entra.local" => Body(
                200,
                """{"token_type":"Bearer","expires_in":3600,"access_token":"t"}""",
                "application/json"
            ),
            "management.azure.com" => request.RequestUri.AbsolutePath == Account
                ? Body(management.Status, management.Answer, "application/json")
                : Body(404, ""),
            _ when query.Contains("restype=account", StringComparison.Ordinal) => new(HttpStatusCode.OK)
            {
                Headers =
                {
                    { "x-ms-is-hns-enabled", hierarchical ? "true" : "false" },
                    { "x-ms-sku-name", "Standard_LRS" },
                    { "x-ms-account-kind", "StorageV2" },
                },
            },
            _ when query.Contains("restype=service", StringComparison.Ordinal) => Body(
                200,
                $"<StorageServiceProperties><DeleteRetentionPolicy><Enabled>{(days is null ? "false" : "true")}</Enabled>{(days is null ? "" : $"<Days>{days}</Days>")}</DeleteRetentionPolicy></StorageServiceProperties>"
            ),
            _ when query.Contains("comp=list", StringComparison.Ordinal) => Body(
                200,
                $"<EnumerationResults><Blobs><Blob><Name>f</Name>{(version is null ? "" : $"<VersionId>{version}</VersionId>")}<Properties /></Blob></Blobs><NextMarker /></EnumerationResults>"
            ),
            _ when query.Contains("restype=container", StringComparison.Ordinal) => Body(200, ""),
            _ => new(HttpStatusCode.NotFound) { Headers = { { "x-ms-error-code", "BlobNotFound" } } },
        };
    }

    private static HttpResponseMessage Body(int status, string text, string type = "application/xml") =>
        new((HttpStatusCode)status) { Content = new StringContent(text, null, type) };
}
