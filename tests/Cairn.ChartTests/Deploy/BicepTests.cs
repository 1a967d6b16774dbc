using System.Text.Json.Nodes;

namespace Cairn.ChartTests.Deploy;

/// <summary>What deploy/azure makes, and that it is safe without being told.</summary>
public sealed class BicepTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";
    private const string Federated = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials";
    private const string Endpoint = "Microsoft.Network/privateEndpoints";
    private const string Database = "Microsoft.DBforPostgreSQL/flexibleServers";
    private const string Subnet =
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/group/providers/Microsoft.Network/virtualNetworks/net/subnets/ends";

    [Fact]
    public async Task Build_HasNoWarnings()
    {
        var template = JsonNode.Parse(
            await Bicep.RunAsync("build", Path.Combine(Bicep.Folder, "main.bicep"), "--stdout")
        )!;
        template["outputs"]!
            .AsObject()
            .Select(o => o.Key)
            .ShouldBe(["clientId", "artifactUri", "databaseHost"], ignoreOrder: true);
        template["parameters"]!.AsObject().ShouldAllBe(p => p.Value!["metadata"]!["description"] != null);
    }

    [Fact]
    public async Task Example_NamesParametersThatAreThere() =>
        JsonNode
            .Parse(await Bicep.RunAsync("build-params", Path.Combine(Bicep.Folder, "example.bicepparam"), "--stdout"))![
                "parametersJson"
            ]
            .ShouldNotBeNull();

    [Fact]
    public async Task Files_AreFormatted()
    {
        foreach (var file in Directory.EnumerateFiles(Bicep.Folder, "*.bicep*"))
        {
            (await Bicep.RunAsync("format", file, "--stdout")).ShouldBe(
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
                file
            );
        }
    }

    [Fact]
    public async Task Defaults_LetOnlyTheIdentityIn()
    {
        var plan = await Bicep.PlanAsync("");
        var account = plan[Account].Single();
        account["sku"]!["name"]!.ToString().ShouldBe("Standard_ZRS");
        var properties = account["properties"]!;
        ((bool)properties["allowSharedKeyAccess"]!).ShouldBeFalse();
        ((bool)properties["allowBlobPublicAccess"]!).ShouldBeFalse();
        ((bool)properties["supportsHttpsTrafficOnly"]!).ShouldBeTrue();
        properties["minimumTlsVersion"]!.ToString().ShouldBe("TLS1_2");
        plan[Account + "/blobServices/containers"].Single()["properties"]!["publicAccess"]!.ToString().ShouldBe("None");
        var role = plan["Microsoft.Authorization/roleAssignments"].Single();
        role["scope"]?.ToString().ShouldEndWith("storageAccounts/yourmlflowstorage");
        role["properties"]!["roleDefinitionId"]!
            .ToString()
            .ShouldEndWith("ba92f5b4-2d11-453d-a403-e96b0029c9fe", customMessage: "Storage Blob Data Contributor");
        role["properties"]!["principalId"]!.ToString().ShouldContain("userAssignedIdentities/cairn");
        string[] none =
        [
            Federated,
            Endpoint,
            Database,
            "Microsoft.Insights/diagnosticSettings",
            "Microsoft.KeyVault/vaults",
        ];
        none.ShouldAllBe(type => !plan[type].Any());
    }

    [Fact]
    public async Task Defaults_KeepWhatIsDeletedAndForgetItLater()
    {
        var plan = await Bicep.PlanAsync("");
        var blobs = plan[Account + "/blobServices"].Single()["properties"]!;
        ((int)blobs["deleteRetentionPolicy"]!["days"]!).ShouldBe(14);
        ((bool)blobs["containerDeleteRetentionPolicy"]!["enabled"]!).ShouldBeTrue();
        ((bool)blobs["isVersioningEnabled"]!).ShouldBeTrue();
        var rules = Rules(plan);
        rules.Keys.ShouldBe(["age", "forget-old-versions"]);
        ((int)rules["age"]["baseBlob"]!["tierToCool"]!["daysAfterModificationGreaterThan"]!).ShouldBe(60);
        rules["age"]["baseBlob"]!["tierToArchive"].ShouldBeNull("an archived artifact cannot be opened");
        ((int)rules["forget-old-versions"]["version"]!["delete"]!["daysAfterCreationGreaterThan"]!).ShouldBe(14);
    }

    [Fact]
    public async Task DataLake_HasNoVersions()
    {
        var plan = await Bicep.PlanAsync("param hierarchicalNamespace = true\nparam archiveAfterDays = 365");
        ((bool)plan[Account].Single()["properties"]!["isHnsEnabled"]!).ShouldBeTrue();
        ((bool)plan[Account + "/blobServices"].Single()["properties"]!["isVersioningEnabled"]!).ShouldBeFalse();
        Rules(plan).Keys.ShouldBe(["age"]);
        Rules(plan)["age"]["baseBlob"]!["tierToArchive"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Cluster_IsTrustedAccountByAccount()
    {
        var plan = await Bicep.PlanAsync(
            "param oidcIssuer = 'https://issuer.example/'\nparam serviceAccounts = ['mlflow', 'mlflow-migration']"
        );
        plan[Federated]
            .Select(f => f["properties"]!["subject"]!.ToString())
            .ShouldBe(["system:serviceaccount:mlflow:mlflow", "system:serviceaccount:mlflow:mlflow-migration"]);
        plan[Federated]
            .ShouldAllBe(f =>
                f["properties"]!["issuer"]!.ToString() == "https://issuer.example/"
                && f["properties"]!["audiences"]![0]!.ToString() == "api://AzureADTokenExchange"
            );
    }

    [Fact]
    public async Task OwnKey_IsInAVaultThatCannotLoseIt()
    {
        var plan = await Bicep.PlanAsync("param customerManagedKey = true");
        var vault = plan["Microsoft.KeyVault/vaults"].Single()["properties"]!;
        ((bool)vault["enablePurgeProtection"]!).ShouldBeTrue();
        ((bool)vault["enableRbacAuthorization"]!).ShouldBeTrue();
        var encryption = plan[Account].Single()["properties"]!["encryption"]!;
        encryption["keySource"]!.ToString().ShouldBe("Microsoft.Keyvault");
        encryption["keyvaultproperties"]!["keyname"]!
            .ToString()
            .ShouldBe(plan["Microsoft.KeyVault/vaults/keys"].Single()["name"]!.ToString().Split('/')[1]);
        encryption["keyvaultproperties"]!["keyversion"].ShouldBeNull("a rotated key is to be taken up");
        plan["Microsoft.Authorization/roleAssignments"]
            .ShouldContain(r =>
                r["properties"]!["roleDefinitionId"]!.ToString().EndsWith("e147488a-f6f5-4113-8e2d-b22465e65bf6")
            );
    }

    [Fact]
    public async Task PrivateEndpoints_CloseThePublicOnes()
    {
        var plan = await Bicep.PlanAsync(
            $"param privateEndpointSubnetId = '{Subnet}'\nparam databaseServerName = 'db'"
        );
        plan[Account].Single()["properties"]!["publicNetworkAccess"]!.ToString().ShouldBe("Disabled");
        plan[Database].Single()["properties"]!["network"]!["publicNetworkAccess"]!.ToString().ShouldBe("Disabled");
        plan[Endpoint]
            .Select(e =>
                e["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]![0]!.ToString()
            )
            .ShouldBe(["blob", "postgresqlServer"], ignoreOrder: true);
        plan["Microsoft.Network/privateDnsZones/virtualNetworkLinks"]
            .ShouldAllBe(l =>
                l["properties"]!["virtualNetwork"]!["id"]!.ToString() == Subnet.Replace("/subnets/ends", "")
            );
    }

    [Fact]
    public async Task AddressRanges_AreAllThatGetsIn()
    {
        var plan = await Bicep.PlanAsync(
            "param allowedAddressRanges = ['203.0.113.0/24']\nparam databaseServerName = 'db'"
        );
        var rules = plan[Account].Single()["properties"]!["networkAcls"]!;
        rules["defaultAction"]!.ToString().ShouldBe("Deny");
        rules["ipRules"]![0]!["value"]!.ToString().ShouldBe("203.0.113.0/24");
        var firewall = plan[Database + "/firewallRules"].Single()["properties"]!;
        firewall["startIpAddress"]!.ToString().ShouldBe("203.0.113.0");
        firewall["endIpAddress"]!.ToString().ShouldBe("203.0.113.255");
    }

    [Fact]
    public async Task Database_KnowsNoPasswords()
    {
        var plan = await Bicep.PlanAsync(
            "param databaseServerName = 'db'\nparam databaseAdministrator = { name: 'admins', objectId: '00000000-0000-0000-0000-000000000003', kind: 'Group' }"
        );
        var server = plan[Database].Single()["properties"]!;
        server["authConfig"]!["passwordAuth"]!.ToString().ShouldBe("Disabled");
        server["administratorLogin"].ShouldBeNull();
        server["highAvailability"]!["mode"]!.ToString().ShouldBe("ZoneRedundant");
        plan[Database + "/administrators"].Single()["properties"]!["principalName"]!.ToString().ShouldBe("admins");
        plan[Database + "/databases"].Single()["name"]!.ToString().ShouldBe("db/mlflow");
    }

    [Fact]
    public async Task Logs_TellWhoReadAndWrote()
    {
        var plan = await Bicep.PlanAsync(
            "param logWorkspaceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w'"
        );
        var settings = plan["Microsoft.Insights/diagnosticSettings"].Single()["properties"]!;
        settings["logs"]!
            .AsArray()
            .Select(l => l!["category"]!.ToString())
            .ShouldBe(["StorageRead", "StorageWrite", "StorageDelete"]);
    }

    private static Dictionary<string, JsonNode> Rules(ILookup<string, JsonNode> plan) =>
        plan[Account + "/managementPolicies"].Single()["properties"]!["policy"]!["rules"]!
            .AsArray()
            .ToDictionary(r => r!["name"]!.ToString(), r => r!["definition"]!["actions"]!);
}
