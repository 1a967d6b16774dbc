using Cairn.Contracts.Errors;
using Cairn.Core.Errors;

namespace Cairn.Core.Artifacts;

/// <summary>There is no such file in a store.</summary>
/// <param name="path">The file.</param>
public sealed class NoSuchArtifactException(ArtifactPath path)
    : CairnException(ErrorCode.ResourceDoesNotExist, $"No such artifact: '{path}'")
{
    /// <summary>The file.</summary>
    public ArtifactPath Path { get; } = path;
}
