namespace Cairn.Core.Artifacts;

/// <summary>Finds the store of an artifact URI.</summary>
public interface IArtifactPlaces
{
    /// <summary>The place that a URI names. <c>mlflow-artifacts:</c> is below the server's destination.</summary>
    /// <exception cref="Errors.CairnException">
    /// INVALID_PARAMETER_VALUE or PERMISSION_DENIED when this server cannot or must not read it.
    /// </exception>
    ArtifactPlace Resolve(string? uri);
}
