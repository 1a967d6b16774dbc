using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Azure.Storage.Blobs.Models;

namespace Cairn.Bench.Artifacts;

/// <summary>
/// Lists and deletes a folder of many blobs, through the server and by the SDK directly. An emulator takes longer the
/// more blobs it has.
/// </summary>
internal sealed class ManyBlobs(CairnProcess server, Emulator store, TextWriter output) : IDisposable
{
    private const int AtOnce = 32;
    private readonly HttpClient _http = new() { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };

    public async Task MeasureAsync(int blobs, CancellationToken ct)
    {
        await SowAsync(blobs, ct);
        _ = await ListAsync(ct);
        await TellAsync("list", () => ListAloneAsync(ct), () => ListAsync(ct));
        var (through, deleted) = await TimeAsync(async () =>
        {
            using var answer = await _http.DeleteAsync(
                new Uri("api/2.0/mlflow-artifacts/artifacts/many", UriKind.Relative),
                ct
            );
            answer.EnsureSuccessStatusCode();
            return await ListAsync(ct) == 0 ? blobs : throw new InvalidOperationException("Not all was deleted.");
        });
        await SowAsync(blobs, ct);
        var (alone, _) = await TimeAsync(() => DeleteAloneAsync(ct));
        await SayAsync("delete", deleted, alone, through);
    }

    public void Dispose() => _http.Dispose();

    private async Task TellAsync(string what, Func<Task<int>> direct, Func<Task<int>> proxied)
    {
        var (alone, count) = await TimeAsync(direct);
        var (through, same) = await TimeAsync(proxied);
        await SayAsync(
            what,
            same == count ? count : throw new InvalidOperationException($"{same} of {count} were listed."),
            alone,
            through
        );
    }

    private Task SayAsync(string what, int count, double alone, double through) =>
        output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what, -8}{count, 7} blobs: SDK {alone, 7:F2} s, Cairn {through, 7:F2} s"
            )
        );

    private Task SowAsync(int blobs, CancellationToken ct) =>
        Parallel.ForAsync(
            0,
            blobs,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct },
            async (i, stop) =>
                await store
                    .Container.GetBlobClient($"many/{i:D5}.txt")
                    .UploadAsync(BinaryData.FromString("x"), overwrite: true, stop)
        );

    private async Task<int> ListAsync(CancellationToken ct)
    {
        await using var answer = await _http.GetStreamAsync(
            new Uri("api/2.0/mlflow-artifacts/artifacts?path=many", UriKind.Relative),
            ct
        );
        using var json = await JsonDocument.ParseAsync(answer, cancellationToken: ct);
        return json.RootElement.TryGetProperty("files", out var files) ? files.GetArrayLength() : 0;
    }

    private async Task<int> ListAloneAsync(CancellationToken ct) =>
        await store
            .Container.GetBlobsByHierarchyAsync(
                new GetBlobsByHierarchyOptions { Prefix = "many/", Delimiter = "/" },
                ct
            )
            .CountAsync(ct);

    private async Task<int> DeleteAloneAsync(CancellationToken ct)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(
            store.Container.GetBlobsAsync(new GetBlobsOptions { Prefix = "many/" }, ct),
            parallel,
            async (blob, stop) =>
                await store.Container.DeleteBlobAsync(
                    blob.Name,
                    DeleteSnapshotsOption.IncludeSnapshots,
                    cancellationToken: stop
                )
        );
        return 0;
    }

    private static async Task<(double Seconds, T Result)> TimeAsync<T>(Func<Task<T>> act)
    {
        var begun = Stopwatch.GetTimestamp();
        var result = await act();
        return (Stopwatch.GetElapsedTime(begun).TotalSeconds, result);
    }
}
