using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Artifacts.Azure.Locations;
using Microsoft.Extensions.Logging;

namespace Cairn.Artifacts.Azure.Accounts;

/// <summary>A storage account with its credential and the pipeline that all its stores share.</summary>
internal sealed class AzureAccount : IDisposable
{
    private readonly TokenPolicy? _tokens;

    public AzureAccount(
        ContainerLocation location,
        AzureCredential credential,
        AzureOptions options,
        TimeProvider time,
        ILogger log
    )
    {
        Credential = credential;
        Sas = () => credential.Sas?.Signature;
        _tokens = credential.Token is { } token ? new(token, time) : null;
        var clock = new StorageClock(time);
        var client = Configured(new BlobClientOptions(), options);
        // TCP and TLS have checksums; a second one costs CPU.
        client.TransferValidation.Upload.ChecksumAlgorithm = StorageChecksumAlgorithm.None;
        client.TransferValidation.Download.ChecksumAlgorithm = StorageChecksumAlgorithm.None;
        client.AddPolicy(
            new FreshCredentialPolicy(credential, _tokens, clock, time, log),
            HttpPipelinePosition.PerCall
        );
        if (_tokens is not null)
        {
            client.AddPolicy(_tokens, HttpPipelinePosition.PerRetry);
        }

        Pipeline = HttpPipelineBuilder.Build(
            Configured(new DfsOptions(), options),
            [new FreshCredentialPolicy(credential, _tokens, clock, time, log)],
            credential.Key is { } signing ? [new SharedKeyPolicy(signing, time)]
                : _tokens is not null ? [_tokens]
                : [],
            null
        );
        Service = credential switch
        {
            { Key: { } key } => new BlobServiceClient(location.Service, key, client),
            { Sas: { } sas } => new BlobServiceClient(location.Service, sas, client),
            _ => new BlobServiceClient(location.Service, client),
        };
        Signatures = new(this, location.Account, clock);
    }

    public AzureCredential Credential { get; }

    /// <summary>The client of the account's Blob endpoint.</summary>
    public BlobServiceClient Service { get; }

    /// <summary>Sends requests to the account's dfs endpoint.</summary>
    public HttpPipeline Pipeline { get; }

    /// <summary>Makes signed URLs.</summary>
    public BlobSignatures Signatures { get; }

    /// <summary>The shared access signature in use; null for none.</summary>
    public Func<string?> Sas { get; }

    public void Dispose()
    {
        _tokens?.Dispose();
        Signatures.Dispose();
    }

    private static T Configured<T>(T client, AzureOptions options)
        where T : ClientOptions
    {
        client.Transport = options.Transport;
        client.Retry.MaxRetries = options.Retries;
        client.Retry.Delay = options.RetryDelay;
        client.Retry.MaxDelay = TimeSpan.FromSeconds(20);
        client.Retry.NetworkTimeout = options.NetworkTimeout;
        client.Diagnostics.IsLoggingEnabled = false; // Its lines would repeat what we log.
        client.Diagnostics.IsTelemetryEnabled = false;
        return client;
    }

    private sealed class DfsOptions : ClientOptions;
}
