using Cairn.Server.Settings;

namespace Cairn.Server.Artifacts;

/// <summary>The ways to serve artifacts fit together.</summary>
internal static class ArtifactModeValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(ArtifactOptions options, SettingSources sources)
    {
        if (options is { ArtifactsOnly: true, ServeArtifacts: false })
        {
            yield return $"{sources.Key("--artifacts-only")}: it serves artifacts and nothing else, but {sources.Key("--serve-artifacts")} switches them off.";
        }
    }
}
