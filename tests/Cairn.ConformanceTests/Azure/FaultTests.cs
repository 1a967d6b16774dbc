using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.ConformanceTests.Azure;

/// <summary>Transfers over a network and a service that fail.</summary>
public sealed class FaultTests(AzureFixture azure) : IAsyncDisposable
{
    private static readonly ArtifactPath _file = ArtifactPath.Parse("d/file.bin");
    private FaultyProxy? _proxy;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }
    }

    [Fact]
    public async Task Download_ConnectionCutInMidBody_GoesOnWhereItWas()
    {
        var (store, bytes) = await StoreWithFileAsync(5_000_000);
        foreach (var cut in new[] { 1_000_000, 2_000_000 })
        {
            _proxy!.Cuts.Enqueue(cut);
        }

        (await AzureStoreTests.ReadAsync(Open(_proxy!.Endpoint, store.Container), _file)).ShouldBe(bytes);
        _proxy.Cuts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task Download_StorageFallsSilent_GoesOnByAnotherConnection(int after)
    {
        var (store, bytes) = await StoreWithFileAsync(5_000_000);
        _proxy!.Silences.Enqueue(after);
        var patient = Open(
            _proxy.Endpoint,
            store.Container,
            options => options with { NetworkTimeout = TimeSpan.FromSeconds(2) }
        );
        (await AzureStoreTests.ReadAsync(patient, _file)).ShouldBe(bytes);
        _proxy.Silences.ShouldBeEmpty();
        _proxy.Connections.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Upload_StorageFallsSilent_SendsTheBlockAgain()
    {
        var (store, _) = await StoreWithFileAsync(1);
        _proxy!.Silences.Enqueue(0);
        var bytes = RandomNumberGenerator.GetBytes(1_500_000);
        var patient = Open(
            _proxy.Endpoint,
            store.Container,
            options => options with { NetworkTimeout = TimeSpan.FromSeconds(2) }
        );
        await patient.WriteAsync(_file, new MemoryStream(bytes), default, Ct);
        _proxy.Silences.ShouldBeEmpty();
        (await AzureStoreTests.ReadAsync(patient, _file)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Upload_ConnectionsCut_SendsTheBlocksAgain()
    {
        var (store, _) = await StoreWithFileAsync(1);
        foreach (var cut in new[] { 0, 10, 0 })
        {
            _proxy!.Cuts.Enqueue(cut);
        }

        var bytes = RandomNumberGenerator.GetBytes(1_500_000);
        var faulty = Open(_proxy!.Endpoint, store.Container);
        await faulty.WriteAsync(_file, new MemoryStream(bytes), default, Ct);
        _proxy.Cuts.ShouldBeEmpty();
        (await AzureStoreTests.ReadAsync(faulty, _file)).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("503 Server Busy")]
    [InlineData("429 Too Many Requests")]
    public async Task Delete_Throttled_WaitsAsLongAsTheServiceSays(string status)
    {
        var (store, _) = await StoreWithFileAsync(1);
        _proxy!.Answers.Enqueue(
            $"HTTP/1.1 {status}\r\nRetry-After: 1\r\nx-ms-error-code: ServerBusy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        var faulty = Open(_proxy.Endpoint, store.Container);
        var watch = Stopwatch.StartNew();
        await faulty.DeleteAsync(ArtifactPath.Parse("d"), Ct);
        watch.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(900));
        (await faulty.FindAsync(_file, Ct)).ShouldBeNull();
    }

    [Theory]
    [InlineData("409 Conflict", "BlobArchived", ErrorCode.ResourceConflict, "cairn artifacts rehydrate")]
    [InlineData(
        "403 Forbidden",
        "AuthorizationPermissionMismatch",
        ErrorCode.PermissionDenied,
        "Storage Blob Data Contributor"
    )]
    [InlineData("403 Forbidden", "AuthorizationFailure", ErrorCode.PermissionDenied, "firewall")]
    [InlineData(
        "403 Forbidden",
        "KeyBasedAuthenticationNotPermitted",
        ErrorCode.PermissionDenied,
        "does not allow account keys"
    )]
    [InlineData("404 Not Found", "ContainerNotFound", ErrorCode.ResourceDoesNotExist, "--create-container")]
    [InlineData("409 Conflict", "ContainerBeingDeleted", ErrorCode.ResourceConflict, "being deleted")]
    [InlineData("409 Conflict", "LeaseIdMissing", ErrorCode.ResourceConflict, "lease")]
    public async Task Read_RefusedByTheService_SaysWhatToDo(
        string status,
        string code,
        ErrorCode expected,
        string remedy
    )
    {
        var (store, _) = await StoreWithFileAsync(1);
        for (var i = 0; i < 2; i++)
        {
            _proxy!.Answers.Enqueue(
                $"HTTP/1.1 {status}\r\nx-ms-error-code: {code}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }

        var failure = await Should.ThrowAsync<CairnException>(() =>
            Open(_proxy!.Endpoint, store.Container).OpenReadAsync(_file, null, Ct)
        );
        failure.Code.ShouldBe(expected);
        failure.Message.ShouldContain(remedy, customMessage: failure.Message);
    }

    [Fact]
    public async Task Read_WrongClock_SaysHowWrong()
    {
        var (store, _) = await StoreWithFileAsync(1);
        for (var i = 0; i < 2; i++)
        {
            _proxy!.Answers.Enqueue(
                "HTTP/1.1 403 Forbidden\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nx-ms-error-code: AuthenticationFailed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }

        var failure = await Should.ThrowAsync<CairnException>(() =>
            Open(_proxy!.Endpoint, store.Container).OpenReadAsync(_file, null, Ct)
        );
        failure.Code.ShouldBe(ErrorCode.Unauthenticated);
        failure.Message.ShouldContain("clock");
    }

    [Fact]
    public async Task Read_NobodyListens_IsUnavailable()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = $"http://{listener.LocalEndpoint}/{Azurite.Account}";
        listener.Stop();
        var failure = await Should.ThrowAsync<CairnException>(() => Open(endpoint, "container").FindAsync(_file, Ct));
        failure.Code.ShouldBe(ErrorCode.TemporarilyUnavailable);
        failure.Message.ShouldContain("refuses connections");
    }

    [Fact]
    public async Task Write_ArchiveTier_ReadingAnswersConflictAndRehydrationMendsIt()
    {
        var container = AzureFixture.NewContainer();
        var store = await azure.NewStoreAsync(options => options with { AccessTier = "Archive" }, container);
        await store.WriteAsync(_file, new MemoryStream([1]), default, Ct);
        (await Should.ThrowAsync<CairnException>(() => store.OpenReadAsync(_file, null, Ct))).Code.ShouldBe(
            ErrorCode.ResourceConflict
        );
        var seen = new List<string>();
        await ((IRehydration)store).RehydrateAsync(ArtifactPath.Parse("d"), "Hot", false, new Collected(seen), Ct);
        seen.ShouldBe(["d/file.bin"]);
    }

    private async Task<((IArtifactStore Store, string Container) Store, byte[] Bytes)> StoreWithFileAsync(int length)
    {
        var container = AzureFixture.NewContainer();
        var store = await azure.NewStoreAsync(null, container);
        var bytes = RandomNumberGenerator.GetBytes(length);
        await store.WriteAsync(_file, new MemoryStream(bytes), default, Ct);
        _proxy = new(azure.Plain.Port);
        return ((store, container), bytes);
    }

    private static IArtifactStore Open(
        string endpoint,
        string container,
        Func<AzureOptions, AzureOptions>? change = null
    )
    {
        var options = AzureFixture.Options(
            new Dictionary<string, string>
            {
                ["AZURE_STORAGE_KEY"] = Azurite.Key,
                ["AZURE_STORAGE_ENDPOINT"] = endpoint,
            }
        );
        return AzureFixture
            .Factory((change?.Invoke(options) ?? options) with { CreateContainer = false, BlockSize = 1 << 18 })
            .Open(ArtifactUri.Parse($"wasbs://{container}@{Azurite.Account}.blob.core.windows.net"))
            .Store;
    }

    private sealed class Collected(List<string> seen) : IProgress<string>
    {
        public void Report(string value) => seen.Add(value);
    }
}
