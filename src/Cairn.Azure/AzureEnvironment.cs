using Azure.Core.Pipeline;
using Cairn.Azure.Settings;
using Cairn.Azure.Transport;

namespace Cairn.Azure;

/// <summary>The environment's Azure settings, and how Azure and Entra ID are reached.</summary>
public sealed record AzureEnvironment
{
    private readonly HttpPipelineTransport? _transport;

    /// <summary>The environment variables: accounts, endpoints and credentials.</summary>
    public AzureSettings Settings { get; init; } = AzureSettings.FromEnvironment;

    /// <summary>
    /// The transport; tests set their own. A server that does not use Azure never loads the default one.
    /// </summary>
    internal HttpPipelineTransport Transport
    {
        get => _transport ?? AzureTransport.Shared;
        init => _transport = value;
    }
}
