using Azure.Core.Pipeline;
using Cairn.Azure;
using Cairn.Azure.Settings;

namespace Cairn.Artifacts.Azure.Accounts;

/// <summary>How Azure storage is used, whichever account it is.</summary>
public sealed record AzureOptions
{
    /// <summary>The environment: accounts, endpoints and credentials, and how Azure is reached.</summary>
    public AzureEnvironment Environment { get; init; } = new();

    /// <summary>The access tier of new blobs: hot, cool, cold or archive; null leaves the account's default.</summary>
    public string? AccessTier { get; init; }

    /// <summary>Whether a missing container is made.</summary>
    public bool CreateContainer { get; init; }

    /// <summary>For how long one request may take without progress.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a throttled, failed or broken request is repeated.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>
    /// The wait before the first repetition; it doubles each time. A Retry-After header of the storage wins.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The size in bytes of an upload's blocks.</summary>
    public int BlockSize { get; init; } = 8 << 20;

    /// <summary>How many blocks of one upload are sent at once.</summary>
    public int ParallelBlocks { get; init; } = 4;

    internal AzureSettings Settings => Environment.Settings;

    internal HttpPipelineTransport Transport => Environment.Transport;
}
