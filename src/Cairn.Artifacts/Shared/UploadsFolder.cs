using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Shared;

/// <summary>The folder in a store's root where files are until they are whole. No client may see it.</summary>
internal static class UploadsFolder
{
    /// <summary>Its name.</summary>
    public const string Name = ".cairn-uploads";

    /// <summary>Refuses paths to it and below it.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static void DemandOther(ArtifactPath path)
    {
        var value = path.Value.AsSpan();
        if (
            value.StartsWith(Name, StringComparison.OrdinalIgnoreCase)
            && (value.Length == Name.Length || value[Name.Length] == '/')
        )
        {
            throw CairnException.Invalid($"Invalid path: '{Name}' is the server's own.");
        }
    }
}
