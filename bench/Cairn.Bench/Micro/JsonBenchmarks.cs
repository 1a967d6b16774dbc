using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Cairn.Contracts.Json;
using Cairn.Contracts.Metrics;
using Cairn.Contracts.Runs;
using Cairn.Core.Runs;

namespace Cairn.Bench.Micro;

/// <summary>Reading a batch of 100 metrics and writing a history of 1,000 points.</summary>
[MemoryDiagnoser]
public class JsonBenchmarks
{
    private readonly byte[] _batch = JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            run_id = RunIds.New(),
            metrics = Enumerable
                .Range(0, 100)
                .Select(k => new
                {
                    key = $"m{k}",
                    value = k * 0.25,
                    timestamp = 1700000000000,
                    step = k,
                }),
        }
    );

    private readonly MetricHistoryResponse _history = new()
    {
        Metrics =
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(step => new Metric
                {
                    Key = "loss",
                    Value = 1.0 / (step + 1),
                    Timestamp = 1700000000000 + step,
                    Step = step,
                }),
        ],
    };

    /// <summary>As the request binder reads it.</summary>
    [Benchmark]
    public LogBatchRequest? ReadBatch() => JsonSerializer.Deserialize(_batch, WireJson.RequestType<LogBatchRequest>());

    /// <summary>Reading and validating.</summary>
    [Benchmark]
    public RunLog ReadAndCheckBatch() => RunLogRules.Of(ReadBatch()!);

    /// <summary>As answers are written.</summary>
    [Benchmark]
    public byte[] WriteHistory() =>
        JsonSerializer.SerializeToUtf8Bytes(_history, WireJson.ResponseType<MetricHistoryResponse>());
}
