using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Server.Api;

/// <summary>The literal text of a route, by which its path is checked once more.</summary>
internal sealed class ExactPath
{
    private readonly string _literal;
    private readonly bool _hasParameters;
    private readonly bool _hasCatchAll;

    private ExactPath(string pattern)
    {
        var brace = pattern.IndexOf('{', StringComparison.Ordinal);
        _hasParameters = brace >= 0;
        _hasCatchAll = pattern.Contains("{*", StringComparison.Ordinal);
        _literal = _hasParameters ? pattern[..brace] : pattern;
    }

    /// <summary>Adds it to every route of a group.</summary>
    public static void AddTo(RouteGroupBuilder group) =>
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
            endpoint.Metadata.Add(new ExactPath(((RouteEndpointBuilder)endpoint).RoutePattern.RawText!))
        );

    /// <summary>
    /// Whether a path is spelled as the route is. A page that ends with a slash may also be asked for without.
    /// </summary>
    public bool Fits(string path) =>
        _hasParameters
            ? path.StartsWith(_literal, StringComparison.Ordinal) && (_hasCatchAll || !path.EndsWith('/'))
            : path == _literal
                || (_literal.EndsWith('/') && path.AsSpan().SequenceEqual(_literal.AsSpan(0, _literal.Length - 1)));
}
