namespace Cairn.Contracts.Metrics;

/// <summary>A metric's value at a point of time and step.</summary>
public sealed record Metric
{
    /// <summary>The metric's name.</summary>
    public required string Key { get; init; }

    /// <summary>NaN and the infinities travel as text.</summary>
    public required double? Value { get; init; }

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The training step.</summary>
    public required long Step { get; init; }

    /// <summary>The dataset that the value was computed on; only logged models' metrics carry it.</summary>
    public string? DatasetName { get; init; }

    /// <summary>That dataset's digest.</summary>
    public string? DatasetDigest { get; init; }

    /// <summary>The logged model that the value describes.</summary>
    public string? ModelId { get; init; }

    /// <summary>The run, where an answer mixes several.</summary>
    public string? RunId { get; init; }
}

/// <summary>A metric as a client sends it: any field may be missing.</summary>
public sealed class MetricInput
{
    public string? Key { get; set; }

    public double? Value { get; set; }

    public long? Timestamp { get; set; }

    public long? Step { get; set; }

    public string? DatasetName { get; set; }

    public string? DatasetDigest { get; set; }

    public string? ModelId { get; set; }
}
