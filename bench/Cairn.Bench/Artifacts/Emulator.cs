using Azure.Storage;
using Azure.Storage.Blobs;

namespace Cairn.Bench.Artifacts;

/// <summary>
/// A container of an emulator, for Microsoft's SDK alone and for the server that is compared with it.
/// </summary>
internal sealed class Emulator
{
    public const string Account = "devstoreaccount1";

    // Published by Microsoft: the same for every emulator, and of no use elsewhere.
    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Uri _endpoint;

    public Emulator(Uri endpoint)
    {
        _endpoint = endpoint;
        Name = $"bench-{Guid.NewGuid():N}";
        Container = new BlobServiceClient(
            endpoint,
            new StorageSharedKeyCredential(Account, Key)
        ).GetBlobContainerClient(Name);
    }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>What the SDK does without a server in between.</summary>
    public BlobContainerClient Container { get; }

    /// <summary>The container as the server is told of it.</summary>
    public string Destination => $"wasbs://{Name}@{Account}.blob.core.windows.net";

    /// <summary>The server's environment.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        new Dictionary<string, string>
        {
            ["AZURE_STORAGE_CONNECTION_STRING"] =
                $"AccountName={Account};AccountKey={Key};BlobEndpoint={_endpoint.AbsoluteUri.TrimEnd('/')}",
        };
}
