using System.Text;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Server.Artifacts;

/// <summary>
/// Routes the artifact proxy by the path as it was sent. Kestrel has resolved <c>..</c> and decoded all but <c>%2F</c>
/// by then: what a
/// client tried could no longer be told, nor could a name be told from a folder and a name.
/// </summary>
internal sealed class RawArtifactPaths(RequestDelegate next, ApiOptions options)
{
    private static readonly object _mark = new();
    private static readonly UTF8Encoding _strict = new(false, true);
    private readonly string[] _below =
    [
        $"{options.StaticPrefix}/api/2.0/mlflow-artifacts/",
        $"{options.StaticPrefix}/ajax-api/2.0/mlflow-artifacts/",
    ];

    public Task InvokeAsync(HttpContext http)
    {
        var path = PathOf(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (Array.Exists(_below, b => path.StartsWith(b, StringComparison.Ordinal)))
        {
            http.Request.Path = new(path);
            http.Items[_mark] = _mark;
        }

        return next(http);
    }

    /// <summary>
    /// The artifact path in a proxy route, from the route's first parameter to the end, decoded once.
    /// </summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when it is not the encoding of any text.</exception>
    private static string Decoded(HttpContext http)
    {
        var pattern = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText!;
        var text = http.Request.Path.Value![pattern.IndexOf('{', StringComparison.Ordinal)..];
        return http.Items.ContainsKey(_mark) && text.Contains('%', StringComparison.Ordinal) ? Decode(text) : text;
    }

    /// <summary>The artifact path in a proxy route.</summary>
    public static ArtifactPath PathOf(HttpContext http) => ArtifactPath.Parse(Decoded(http));

    /// <summary>The artifact path in a proxy route, for a file to write.</summary>
    public static ArtifactPath NewPathOf(HttpContext http) => ArtifactPath.ParseNew(Decoded(http));

    private static string PathOf(string target)
    {
        var from = 0;
        if (!target.StartsWith('/') && target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            // The absolute form, which proxies use.
            from = Math.Max(0, target.IndexOf('/', scheme + 3));
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        return MergedSlashes.Merge(target[from..(query < from ? target.Length : query)]);
    }

    private static string Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (
                text[i] == '%'
                && i + 2 < text.Length
                && char.IsAsciiHexDigit(text[i + 1])
                && char.IsAsciiHexDigit(text[i + 2])
            )
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }

        try
        {
            return _strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            throw CairnException.Invalid("Invalid path: it is not UTF-8.");
        }
    }
}
