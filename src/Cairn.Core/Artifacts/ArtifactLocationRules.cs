using Cairn.Core.Errors;

namespace Cairn.Core.Artifacts;

/// <summary>What a client may give as the <c>artifact_location</c> of a new experiment.</summary>
public static class ArtifactLocationRules
{
    /// <summary>Refuses a location that names nothing, hides something or is a folder of the server.</summary>
    /// <param name="location">As the client sent it.</param>
    /// <param name="longest">The longest location in characters.</param>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static void Demand(string location, int longest)
    {
        ArgumentNullException.ThrowIfNull(location);
        var scheme = ArtifactUri.SchemeOf(location);
        DemandNoExtras(location, scheme);
        if (location.Length > longest)
        {
            throw CairnException.Invalid(
                $"Invalid artifact path length. The length of the artifact path cannot be greater than {longest} characters. "
                    + "To configure this limit, please set the MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH environment variable."
            );
        }

        switch (scheme)
        {
            case "runs":
                throw CairnException.Invalid($"Artifact location cannot be a runs:/ URI. Given: '{location}'");
            case null or "file":
                throw CairnException.Invalid(
                    "Artifact location cannot be a path of the server's file system: give the URI of a cloud storage or of mlflow-artifacts:/, "
                        + "or leave it out to use the server's default."
                );
            case "mlflow-artifacts":
                ArtifactPath.Parse(ArtifactUri.Parse(location).Path);
                break;
        }
    }

    private static void DemandNoExtras(string location, string? scheme)
    {
        var query = location.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? location : location[..query];
        var hasParameters = scheme is null or "http" or "https" && path.AsSpan(path.LastIndexOf('/') + 1).Contains(';');
        if (location.Contains('#', StringComparison.Ordinal) || hasParameters)
        {
            throw CairnException.Invalid("'artifact_location' URL can't include fragments or params.");
        }

        if (location.Any(char.IsControl))
        {
            throw CairnException.Invalid("'artifact_location' can't include control characters.");
        }

        for (var text = query < 0 ? "" : location[query..]; ; )
        {
            if (text.Contains("..", StringComparison.Ordinal))
            {
                throw CairnException.Invalid("Invalid query string");
            }

            var decoded = Uri.UnescapeDataString(text);
            if (decoded == text)
            {
                return;
            }

            text = decoded;
        }
    }
}
