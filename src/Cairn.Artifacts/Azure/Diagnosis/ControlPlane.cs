using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Azure.Clouds;
using Cairn.Azure.Tokens;

namespace Cairn.Artifacts.Azure.Diagnosis;

/// <summary>
/// Asks Azure Resource Manager what the storage itself does not tell of an account. The identity needs the role Reader
/// for it.
/// </summary>
internal sealed class ControlPlane(AzureCloud cloud, RenewableCredential credential, AzureOptions options)
{
    private const string Version = "api-version=2023-05-01";
    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(new Options { Transport = options.Transport });

    /// <summary>
    /// Who holds the key that the account's files are encrypted with; null when the subscription has no such account.
    /// </summary>
    /// <exception cref="RequestFailedException">It may not be read.</exception>
    public async Task<string?> KeySourceAsync(string subscription, string account, CancellationToken ct)
    {
        var token = await credential.GetTokenAsync(
            new TokenRequestContext([new Uri(cloud.Management, ".default").AbsoluteUri]),
            ct
        );
        var page = new Uri(
            cloud.Management,
            $"subscriptions/{Uri.EscapeDataString(subscription)}/providers/Microsoft.Storage/storageAccounts?{Version}"
        );
        while (page is not null)
        {
            var accounts = await GetAsync(page, token.Token, ct);
            foreach (var found in accounts.GetProperty("value").EnumerateArray())
            {
                if (string.Equals(found.GetProperty("name").GetString(), account, StringComparison.OrdinalIgnoreCase))
                {
                    return Describe(found.GetProperty("properties").GetProperty("encryption"));
                }
            }

            page = Next(accounts);
        }

        return null;
    }

    /// <summary>A further page is only asked for where the first one was: the token is for that host.</summary>
    private Uri? Next(JsonElement page) =>
        page.TryGetProperty("nextLink", out var link)
        && Uri.TryCreate(link.GetString(), UriKind.Absolute, out var next)
        && cloud.Management.IsBaseOf(next)
            ? next
            : null;

    private static string Describe(JsonElement encryption) =>
        encryption.GetProperty("keySource").GetString() switch
        {
            "Microsoft.Keyvault" => encryption.TryGetProperty("keyvaultproperties", out var vault)
                ? $"a customer's key: {Text(vault, "keyvaulturi")?.TrimEnd('/')}/keys/{Text(vault, "keyname")}"
                : "a customer's key",
            "Microsoft.Storage" => "Microsoft's key",
            var other => other ?? "unknown",
        };

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : null;

    private async Task<JsonElement> GetAsync(Uri uri, string token, CancellationToken ct)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, "Bearer " + token);
        await _pipeline.SendAsync(message, ct);
        if (message.Response.Status != 200)
        {
            throw new RequestFailedException(message.Response);
        }

        using var json = JsonDocument.Parse(message.Response.Content);
        return json.RootElement.Clone();
    }

    private sealed class Options : ClientOptions;
}
