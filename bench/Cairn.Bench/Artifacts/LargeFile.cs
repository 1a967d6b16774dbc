using System.Diagnostics;
using System.Globalization;
using Azure.Storage;
using Azure.Storage.Blobs.Models;

namespace Cairn.Bench.Artifacts;

/// <summary>
/// Sends and fetches one large file, by the SDK directly and through the server, over the same way to the store.
/// </summary>
internal sealed class LargeFile(CairnProcess server, Emulator store, TextWriter output) : IDisposable
{
    private const string Files = "api/2.0/mlflow-artifacts/artifacts/bench/";
    private const int WarmUp = 32 << 20;
    private readonly HttpClient _http = new() { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };

    public async Task MeasureAsync(long length, CancellationToken ct)
    {
        foreach (
            var act in new Func<long, CancellationToken, Task>[]
            {
                SendAloneAsync,
                SendAsync,
                FetchAloneAsync,
                FetchAsync,
            }
        )
        {
            await act(WarmUp, ct);
        }

        await output.WriteLineAsync(
            $"{"", -6}{"SDK MB/s", 12}{"Cairn MB/s", 12}{"ratio", 8}{"CPU s/GiB", 12}{"memory +MB", 12}"
        );
        await CompareAsync("up", length, SendAloneAsync, SendAsync, ct);
        await CompareAsync("down", length, FetchAloneAsync, FetchAsync, ct);
    }

    public void Dispose() => _http.Dispose();

    private async Task CompareAsync(
        string way,
        long length,
        Func<long, CancellationToken, Task> alone,
        Func<long, CancellationToken, Task> through,
        CancellationToken ct
    )
    {
        var direct = await TimeAsync(() => alone(length, ct));
        var (cpu, memory) = (server.Processor, server.Memory);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var highest = HighestMemoryAsync(ended.Token);
        var proxied = await TimeAsync(() => through(length, ct));
        await ended.CancelAsync();
        var (worked, grown) = ((server.Processor - cpu) / (length / (double)(1 << 30)), (await highest - memory) / 1e6);
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{way, -6}{length / direct / 1e6, 12:F0}{length / proxied / 1e6, 12:F0}{direct / proxied, 8:P0}{worked, 12:F2}{grown, 12:F0}"
            )
        );
    }

    private async Task<long> HighestMemoryAsync(CancellationToken ct)
    {
        var highest = 0L;
        while (!ct.IsCancellationRequested)
        {
            highest = Math.Max(highest, server.Memory);
            await Task.Delay(100, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return highest;
    }

    private async Task SendAloneAsync(long length, CancellationToken ct)
    {
        var transfer = new StorageTransferOptions
        {
            InitialTransferSize = 8 << 20,
            MaximumTransferSize = 8 << 20,
            MaximumConcurrency = 4,
        };
        await using var content = new RandomContent(length);
        await store
            .Container.GetBlobClient("alone.bin")
            .UploadAsync(content, new BlobUploadOptions { TransferOptions = transfer }, ct);
    }

    private async Task FetchAloneAsync(long length, CancellationToken ct)
    {
        using var opened = (
            await store.Container.GetBlobClient("alone.bin").DownloadStreamingAsync(cancellationToken: ct)
        ).Value;
        await CountAsync(opened.Content, length, ct);
    }

    private async Task SendAsync(long length, CancellationToken ct)
    {
        using var content = new StreamContent(new RandomContent(length), 1 << 20)
        {
            Headers = { ContentLength = length },
        };
        using var answer = await _http.PutAsync(new Uri(Files + "through.bin", UriKind.Relative), content, ct);
        answer.EnsureSuccessStatusCode();
    }

    private async Task FetchAsync(long length, CancellationToken ct)
    {
        using var answer = await _http.GetAsync(
            new Uri(Files + "through.bin", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            ct
        );
        await using var content = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(ct);
        await CountAsync(content, length, ct);
    }

    private static async Task CountAsync(Stream content, long length, CancellationToken ct)
    {
        var buffer = new byte[1 << 20];
        var read = 0L;
        for (int count; (count = await content.ReadAsync(buffer, ct)) > 0; read += count) { }

        if (read != length)
        {
            throw new InvalidOperationException($"{read} bytes came of {length}.");
        }
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var begun = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
