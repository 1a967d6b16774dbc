using Cairn.Server.Hosting.Settings;

namespace Cairn.Server.Hosting.Validation;

/// <summary>The ways to serve artifacts fit together.</summary>
internal sealed class ArtifactModeValidator : IServerOptionsValidator
{
    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources)
    {
        if (options is { ArtifactsOnly: true, ServeArtifacts: false })
        {
            yield return $"{sources.Key("--artifacts-only")}: it serves artifacts and nothing else, but {sources.Key("--serve-artifacts")} switches them off.";
        }
    }
}
