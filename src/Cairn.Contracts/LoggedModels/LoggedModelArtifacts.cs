using Cairn.Contracts.Json;

namespace Cairn.Contracts.LoggedModels;

/// <summary><c>GET logged-models/{model_id}/artifacts/directories</c>.</summary>
public sealed class ListLoggedModelArtifactsRequest
{
    [RequiredField]
    public string? ModelId { get; set; }

    public string? ArtifactDirectoryPath { get; set; }
}
