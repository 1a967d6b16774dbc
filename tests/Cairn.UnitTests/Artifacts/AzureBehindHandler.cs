using Azure.Core.Pipeline;
using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Core.Artifacts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.UnitTests.Artifacts;

/// <summary>A store on an Azure that is a function.</summary>
internal sealed class AzureBehindHandler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    : HttpMessageHandler
{
    public List<HttpRequestMessage> Requests { get; } = [];

    public AzureOptions Options(Dictionary<string, string> variables) =>
        new()
        {
            NetworkTimeout = TimeSpan.FromMilliseconds(50),
            RetryDelay = TimeSpan.FromMilliseconds(1),
            Retries = 2,
            Environment = new()
            {
                Settings = new(variables.GetValueOrDefault),
                Transport = new HttpClientTransport(new HttpClient(this, false)),
            },
        };

    public IArtifactStore Open(
        Dictionary<string, string> variables,
        string uri = "wasbs://abc@acc.blob.core.windows.net",
        Func<AzureOptions, AzureOptions>? change = null,
        TimeProvider? time = null
    )
    {
        var options = Options(variables);
        return new AzureArtifactStoreFactory(
            change?.Invoke(options) ?? options,
            [],
            time ?? TimeProvider.System,
            NullLogger.Instance
        )
            .Open(ArtifactUri.Parse(uri))
            .Store;
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Requests.Add(request);
        return answer(request, cancellationToken);
    }
}
