using System.Text.Json;
using Azure.Storage.Sas;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Azure;

/// <summary><c>cairn doctor</c> on a real store.</summary>
public sealed class DoctorTests(AzureFixture azure)
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Doctor_OnAStore_SaysWhetherItWorks(bool create, int expected)
    {
        var ct = TestContext.Current.CancellationToken;
        await azure.Plain.StartAsync(ct);
        var sas = new AccountSasBuilder(
            AccountSasPermissions.All,
            TimeProvider.System.GetUtcNow().AddHours(1),
            AccountSasServices.Blobs,
            AccountSasResourceTypes.All
        ).ToSasQueryParameters(new(Azurite.Account, Azurite.Key));
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] flags =
        [
            "doctor",
            "--json",
            "--backend-store-uri",
            $"sqlite:///{Path.GetTempPath()}none-{Guid.NewGuid():N}.db",
            "--artifacts-destination",
            $"{azure.Plain.Endpoint}/{AzureFixture.NewContainer()}?{sas}",
            .. create ? new[] { "--create-container" } : [],
        ];
        (await CairnExecutable.RunAsync(flags, output, error)).ShouldBe(expected, output + "" + error);
        output.ToString().ShouldNotContain(sas.Signature);
        var checks = JsonDocument
            .Parse(output.ToString())
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .ToDictionary(c => c.GetProperty("check").GetString()!, c => c);
        checks["storage container"].GetProperty("result").GetString().ShouldBe(create ? "ok" : "FAIL");
        if (create)
        {
            checks["read back"].GetProperty("detail").GetString().ShouldBe("the same");
        }
        else
        {
            checks["storage container"].GetProperty("detail").GetString()!.ShouldContain("--create-container");
        }
    }
}
