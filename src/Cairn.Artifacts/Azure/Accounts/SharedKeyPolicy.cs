using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Cairn.Artifacts.Azure.Credentials;

namespace Cairn.Artifacts.Azure.Accounts;

/// <summary>
/// Signs requests with the account key, as "Authorize with Shared Key" of Azure's REST reference says. The Blob
/// library's own is not public.
/// </summary>
internal sealed class SharedKeyPolicy(SigningKey key, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    private static readonly string[] _signedHeaders =
    [
        "Content-Encoding",
        "Content-Language",
        "Content-Length",
        "Content-MD5",
        "Content-Type",
        "Date",
        "If-Modified-Since",
        "If-Match",
        "If-None-Match",
        "If-Unmodified-Since",
        "Range",
    ];

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        request.Headers.SetValue("x-ms-date", time.GetUtcNow().ToString("R"));
        var text = new StringBuilder(request.Method.Method).Append('\n');
        foreach (var name in _signedHeaders)
        {
            _ = request.Headers.TryGetValue(name, out var value);
            if (name == "Content-Length")
            {
                value = request.Content?.TryComputeLength(out var length) is true && length > 0 ? $"{length}" : "";
            }

            text.Append(value).Append('\n');
        }

        foreach (
            var header in request
                .Headers.Where(h => h.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
                .OrderBy(h => h.Name.ToLowerInvariant(), StringComparer.Ordinal)
        )
        {
            text.Append(header.Name.ToLowerInvariant()).Append(':').Append(header.Value).Append('\n');
        }

        var uri = request.Uri.ToUri();
        text.Append('/').Append(key.AccountName).Append(uri.AbsolutePath);
        foreach (
            var part in uri
                .Query.TrimStart('?')
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(p => p.Split('=', 2))
                .OrderBy(p => p[0], StringComparer.Ordinal)
        )
        {
            text.Append('\n')
                .Append(part[0].ToLowerInvariant())
                .Append(':')
                .Append(Uri.UnescapeDataString(part.ElementAtOrDefault(1) ?? ""));
        }

        request.Headers.SetValue(
            HttpHeader.Names.Authorization,
            $"SharedKey {key.AccountName}:{key.Sign(text.ToString())}"
        );
    }
}
