using System.Security.Cryptography.X509Certificates;
using Azure.Storage.Sas;
using Cairn.Artifacts.Azure;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Cairn.ConformanceTests.Azure;

/// <summary>Each credential opens the store, and the log says which one it was and nothing of its value.</summary>
public sealed class CredentialTests(AzureFixture azure)
{
    private const string Client = "aaaaaaaa-0000-0000-0000-00000000000";
    private static readonly ArtifactPath _file = ArtifactPath.Parse("a/b.txt");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AZURE_STORAGE_KEY")]
    [InlineData("AZURE_STORAGE_ACCESS_KEY")]
    public async Task AccountKey_OfEitherVariable_Opens(string variable)
    {
        await azure.Plain.StartAsync(Ct);
        var log = await DemandWorksAsync(
            new()
            {
                [variable] = Azurite.Key,
                ["AZURE_STORAGE_ENDPOINT"] = azure.Plain.Endpoint,
                ["AZURE_STORAGE_SAS_TOKEN"] = "",
                ["AZURE_CLIENT_SECRET"] = " ",
            }
        );
        log.ShouldContain($"the account key in {variable}");
    }

    [Fact]
    public async Task ConnectionString_Opens()
    {
        await azure.Plain.StartAsync(Ct);
        var log = await DemandWorksAsync(
            new()
            {
                ["AZURE_STORAGE_CONNECTION_STRING"] = azure.Plain.ConnectionString,
                ["AZURE_STORAGE_KEY"] = "bm90IHRoaXM=",
            }
        );
        log.ShouldContain("the account key in AZURE_STORAGE_CONNECTION_STRING");
    }

    [Fact]
    public async Task Sas_OfTheVariableOrTheUri_Opens()
    {
        await azure.Plain.StartAsync(Ct);
        var sas = AccountSas(TimeSpan.FromHours(1));
        var log = await DemandWorksAsync(
            new()
            {
                ["AZURE_STORAGE_SAS_TOKEN"] = "?" + sas,
                ["AZURE_STORAGE_ENDPOINT"] = azure.Plain.Endpoint,
                ["AZURE_STORAGE_KEY"] = "bm90IHRoaXM=",
            }
        );
        log.ShouldContain("the shared access signature in AZURE_STORAGE_SAS_TOKEN");
        log = await DemandWorksAsync([], $"{azure.Plain.Endpoint}/{AzureFixture.NewContainer()}?{sas}");
        log.ShouldContain("the shared access signature in the URI");
    }

    [Fact]
    public async Task Sas_Expired_SaysSo()
    {
        await azure.Plain.StartAsync(Ct);
        var failure = await Should.ThrowAsync<CairnException>(() =>
            DemandWorksAsync(
                new()
                {
                    ["AZURE_STORAGE_SAS_TOKEN"] = AccountSas(TimeSpan.FromHours(-1)),
                    ["AZURE_STORAGE_ENDPOINT"] = azure.Plain.Endpoint,
                }
            )
        );
        failure.Code.ShouldBe(ErrorCode.Unauthenticated);
        failure.Message.ShouldContain("expired");
    }

    [Fact]
    public async Task ServicePrincipal_Opens()
    {
        await StartAsync();
        var log = await DemandWorksAsync(ServicePrincipal(Client + "1"));
        log.ShouldContain($"the service principal {Client}1 with AZURE_CLIENT_SECRET");
        azure.Entra.Asked[Client + "1"].Single()["client_secret"].ShouldBe("s3cret-value");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServicePrincipal_ByCertificate_Opens(bool protectedByPassword)
    {
        await StartAsync();
        var folder = Directory.CreateTempSubdirectory("cairn-certificate-");
        var client = Guid.NewGuid().ToString();
        var variables = ServicePrincipal(client);
        variables.Remove("AZURE_CLIENT_SECRET");
        if (protectedByPassword)
        {
            variables["AZURE_CLIENT_CERTIFICATE_PATH"] = Path.Combine(folder.FullName, "principal.pfx");
            variables["AZURE_CLIENT_CERTIFICATE_PASSWORD"] = "s3cret-value";
            await File.WriteAllBytesAsync(
                variables["AZURE_CLIENT_CERTIFICATE_PATH"],
                TestCertificate.Instance.Export(X509ContentType.Pkcs12, "s3cret-value"),
                Ct
            );
        }
        else
        {
            var (certificate, key) = await TestCertificate.WritePemAsync(folder, Ct);
            variables["AZURE_CLIENT_CERTIFICATE_PATH"] = Path.Combine(folder.FullName, "both.pem");
            await File.WriteAllTextAsync(
                variables["AZURE_CLIENT_CERTIFICATE_PATH"],
                await File.ReadAllTextAsync(certificate, Ct) + "\n" + await File.ReadAllTextAsync(key, Ct),
                Ct
            );
        }

        (await DemandWorksAsync(variables)).ShouldContain(
            $"the service principal {client} with the certificate of AZURE_CLIENT_CERTIFICATE_PATH"
        );
        azure.Entra.Asked[client].Single()["client_assertion_type"].ShouldContain("jwt-bearer");
        folder.Delete(true);
    }

    [Theory]
    [InlineData("AADSTS7000215: Invalid client secret provided.", "not its id")]
    [InlineData("AADSTS700016: Application not found in the directory.", "AZURE_TENANT_ID")]
    public async Task ServicePrincipal_Refused_SaysWhatToDo(string refusal, string remedy)
    {
        await StartAsync();
        var client = Guid.NewGuid().ToString();
        azure.Entra.Refusals[client] = refusal;
        var failure = await Should.ThrowAsync<CairnException>(() => DemandWorksAsync(ServicePrincipal(client)));
        failure.Code.ShouldBe(ErrorCode.Unauthenticated);
        failure.Message.ShouldContain(remedy, customMessage: failure.Message);
    }

    [Fact]
    public async Task WorkloadIdentity_Opens()
    {
        await StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "federated-assertion", Ct);
        var variables = ServicePrincipal(Client + "2");
        variables.Remove("AZURE_CLIENT_SECRET");
        variables["AZURE_FEDERATED_TOKEN_FILE"] = file;
        var log = await DemandWorksAsync(variables);
        log.ShouldContain($"the workload identity {Client}2");
        azure.Entra.Asked[Client + "2"].Single()["client_assertion"].ShouldBe("federated-assertion");
        File.Delete(file);
    }

    [Fact]
    public async Task ManagedIdentity_SystemAndUserAssigned_Opens()
    {
        await StartAsync();
        await azure.Entra.AsMachineIdentityAsync(async () =>
        {
            var log = await DemandWorksAsync(new() { ["AZURE_STORAGE_ENDPOINT"] = azure.Https.Endpoint });
            log.ShouldContain("the system-assigned managed identity");
            log = await DemandWorksAsync(
                new() { ["AZURE_STORAGE_ENDPOINT"] = azure.Https.Endpoint, ["AZURE_CLIENT_ID"] = Client + "3" }
            );
            log.ShouldContain($"come from the user-assigned managed identity {Client}3");
        });
    }

    [Fact]
    public async Task KeyFile_Rotated_IsReadAgainOnRefusal()
    {
        await azure.Plain.StartAsync(Ct);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "b2xkIGtleQ==", Ct);
        var log = new Lines();
        var store = Open(
            new() { ["AZURE_STORAGE_KEY_FILE"] = file, ["AZURE_STORAGE_ENDPOINT"] = azure.Plain.Endpoint },
            null,
            log
        );
        (await Should.ThrowAsync<CairnException>(() => WriteAsync(store))).Code.ShouldBe(ErrorCode.Unauthenticated);
        await File.WriteAllTextAsync(file, Azurite.Key + "\n", Ct);
        await WriteAsync(store);
        log.Text.ShouldContain("changed value");
        File.Delete(file);
    }

    [Fact]
    public async Task Token_ExpiresInMidTransfer_IsRenewed()
    {
        await StartAsync();
        var client = Guid.NewGuid().ToString();
        azure.Entra.Lifetimes[client] = new([2]);
        var store = Open(ServicePrincipal(client), null, new Lines());
        await WriteAsync(store);
        var content = new SlowStream(200_000, TimeSpan.FromSeconds(3));
        await store.WriteAsync(ArtifactPath.Parse("long.bin"), content, default, Ct);
        (await AzureStoreTests.ReadAsync(store, ArtifactPath.Parse("long.bin"))).Length.ShouldBe(200_000);
        azure.Entra.Asked[client].Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task UserDelegation_SignsWithToken()
    {
        await StartAsync();
        var store = Open(ServicePrincipal(Client + "4"), null, new Lines());
        await WriteAsync(store);
        var signed = await ((ISignedDownloads)store).SignDownloadAsync(
            _file,
            new("text/plain", "attachment", TimeSpan.FromMinutes(5)),
            Ct
        );
        signed.Request.Url.ShouldContain("skoid=");
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler);
        (await http.GetStringAsync(new Uri(signed.Request.Url), Ct)).ShouldBe("text");
        var before = azure.Entra.Asked[Client + "4"].Count;
        await ((ISignedUploads)store).SignUploadAsync(_file, default, TimeSpan.FromMinutes(5), Ct);
        azure.Entra.Asked[Client + "4"].Count.ShouldBe(before);
    }

    [Fact]
    public void Open_HostOfNobody_GetsNoCredential()
    {
        var factory = AzureFixture.Factory(
            AzureFixture.Options(new Dictionary<string, string> { ["AZURE_STORAGE_KEY"] = Azurite.Key })
        );
        Should
            .Throw<CairnException>(() => factory.Open(ArtifactUri.Parse("wasbs://container@evil.example.com/x")))
            .Code.ShouldBe(ErrorCode.PermissionDenied);
        Should
            .Throw<CairnException>(() => factory.Open(ArtifactUri.Parse("https://evil.example.com/container/x")))
            .Code.ShouldBe(ErrorCode.PermissionDenied);
    }

    private static string AccountSas(TimeSpan lifetime) =>
        new AccountSasBuilder(
            AccountSasPermissions.All,
            TimeProvider.System.GetUtcNow() + lifetime,
            AccountSasServices.Blobs,
            AccountSasResourceTypes.All
        )
        {
            StartsOn = TimeProvider.System.GetUtcNow().AddHours(-2),
        }
            .ToSasQueryParameters(new(Azurite.Account, Azurite.Key))
            .ToString();

    private static async Task WriteAsync(IArtifactStore store) =>
        await store.WriteAsync(_file, new MemoryStream("text"u8.ToArray()), new("text/plain", 4), Ct);

    private static IArtifactStore Open(Dictionary<string, string> variables, string? uri, Lines log) =>
        AzureFixture
            .Factory(AzureFixture.Options(variables) with { BlockSize = 65536 }, log, null, uri is null ? [] : [uri])
            .Open(
                ArtifactUri.Parse(
                    uri ?? $"wasbs://{AzureFixture.NewContainer()}@{Azurite.Account}.blob.core.windows.net/"
                )
            )
            .Store;

    private async Task StartAsync()
    {
        await azure.Https.StartAsync(Ct);
        await azure.Entra.StartAsync(Ct);
    }

    private Dictionary<string, string> ServicePrincipal(string client) =>
        new()
        {
            ["AZURE_CLIENT_ID"] = client,
            ["AZURE_CLIENT_SECRET"] = "s3cret-value",
            ["AZURE_TENANT_ID"] = FakeEntra.Tenant,
            ["AZURE_AUTHORITY_HOST"] = azure.Entra.Authority,
            ["AZURE_STORAGE_ENDPOINT"] = azure.Https.Endpoint,
        };

    /// <summary>Writes and reads with the credential; returns the log, in which no value may stand.</summary>
    private static async Task<string> DemandWorksAsync(Dictionary<string, string> variables, string? uri = null)
    {
        var log = new Lines();
        var store = Open(variables, uri, log);
        await WriteAsync(store);
        (await AzureStoreTests.ReadAsync(store, _file)).ShouldBe("text"u8.ToArray());
        log.Text.ShouldNotContain(Azurite.Key);
        log.Text.ShouldNotContain("sig=");
        log.Text.ShouldNotContain("s3cret-value");
        return log.Text;
    }

    private sealed class Lines : ILogger
    {
        private readonly List<string> _lines = [];

        public string Text => string.Join('\n', _lines);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _lines.Add(formatter(state, exception));
    }

    /// <summary>Half of its bytes, a pause, and the other half.</summary>
    private sealed class SlowStream(int length, TimeSpan pause) : Stream
    {
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (_read == length / 2)
            {
                await Task.Delay(pause, cancellationToken);
            }

            var count = Math.Min(buffer.Length, _read < length / 2 ? (length / 2) - _read : length - _read);
            _read += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
