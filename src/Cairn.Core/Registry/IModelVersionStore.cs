using Cairn.Contracts.Registry;

namespace Cairn.Core.Registry;

/// <summary>Versions of registered models.</summary>
/// <remarks>
/// Methods that name a version throw RESOURCE_DOES_NOT_EXIST when there is none of that number, or it was deleted.
/// </remarks>
public interface IModelVersionStore
{
    /// <summary>
    /// Creates the next version of a model. Concurrent calls get consecutive numbers; a number is never used again.
    /// </summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST when there is no such model.</exception>
    Task<ModelVersion> CreateAsync(NewModelVersion version, CancellationToken ct);

    /// <summary>The version with its tags and aliases.</summary>
    Task<ModelVersion> GetAsync(string name, long version, CancellationToken ct);

    /// <summary>The version that an alias names.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST for the model; INVALID_PARAMETER_VALUE for the
    /// alias.</exception>
    Task<ModelVersion> GetByAliasAsync(string name, string alias, CancellationToken ct);

    /// <summary>The newest version of each of these stages; of all stages when none is given.</summary>
    Task<IReadOnlyList<ModelVersion>> LatestAsync(string name, IReadOnlyList<string> stages, CancellationToken ct);

    /// <summary>Sets the description; null removes it.</summary>
    Task<ModelVersion> UpdateAsync(string name, long version, string? description, CancellationToken ct);

    /// <summary>Moves a version to a stage.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="stage">The stage, in its own spelling.</param>
    /// <param name="archiveOthers">Whether the versions that are in this stage go to <c>Archived</c>.</param>
    /// <param name="ct">Gives up waiting.</param>
    Task<ModelVersion> TransitionAsync(
        string name,
        long version,
        string stage,
        bool archiveOthers,
        CancellationToken ct
    );

    /// <summary>Deletes a version.</summary>
    Task DeleteAsync(string name, long version, CancellationToken ct);

    /// <summary>Where the version's files are: resolved when it was created, else its source.</summary>
    Task<ModelVersionPlace> PlaceAsync(string name, long version, CancellationToken ct);

    /// <summary>Sets a tag.</summary>
    Task SetTagAsync(string name, long version, string key, string value, CancellationToken ct);

    /// <summary>Deletes a tag; none is no error.</summary>
    Task DeleteTagAsync(string name, long version, string key, CancellationToken ct);

    /// <summary>A page of versions.</summary>
    Task<SearchModelVersionsResponse> SearchAsync(RegistryQuery query, CancellationToken ct);
}

/// <summary>A version to create.</summary>
/// <param name="Name">The model.</param>
/// <param name="Source">Where it comes from, as the client said.</param>
/// <param name="StorageLocation">Where its files are.</param>
/// <param name="RunId">The run that made it; empty when unknown.</param>
/// <param name="RunLink">A link to that run.</param>
/// <param name="Description">What it is.</param>
/// <param name="Tags">Its tags.</param>
public sealed record NewModelVersion(
    string Name,
    string Source,
    string StorageLocation,
    string RunId,
    string RunLink,
    string Description,
    IReadOnlyList<RegistryTag> Tags
);

/// <summary>Where a version's files are.</summary>
/// <param name="Location">A URI.</param>
/// <param name="Source">The source as the client gave it.</param>
/// <param name="RunId">The run that made it, if known.</param>
public sealed record ModelVersionPlace(string Location, string Source, string? RunId);
