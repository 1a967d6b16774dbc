using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;

namespace Cairn.Core.Experiments;

/// <summary>Experiments and their tags. Ids are decimal numbers.</summary>
public interface IExperimentStore
{
    /// <summary>Creates an experiment and returns its id.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_ALREADY_EXISTS when the name is taken, also by a deleted
    /// experiment.</exception>
    Task<long> CreateAsync(NewExperiment experiment, CancellationToken ct);

    /// <summary>The experiment, deleted or not.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST.</exception>
    Task<Experiment> GetAsync(long id, CancellationToken ct);

    /// <summary>The experiment of exactly this name, deleted or not; null when there is none.</summary>
    Task<Experiment?> FindByNameAsync(string name, CancellationToken ct);

    /// <summary>Renames an active experiment.</summary>
    Task RenameAsync(long id, string newName, CancellationToken ct);

    /// <summary>Deletes an active experiment and its active runs; all can be restored.</summary>
    Task DeleteAsync(long id, CancellationToken ct);

    /// <summary>Restores a deleted experiment and its deleted runs.</summary>
    Task RestoreAsync(long id, CancellationToken ct);

    /// <summary>Sets a tag of an active experiment.</summary>
    Task SetTagAsync(long id, string key, string value, CancellationToken ct);

    /// <summary>Deletes a tag of an active experiment.</summary>
    Task DeleteTagAsync(long id, string key, CancellationToken ct);

    /// <summary>A page of experiments.</summary>
    Task<SearchExperimentsResponse> SearchAsync(ExperimentQuery query, CancellationToken ct);

    /// <summary>The datasets that runs of these experiments used, with the contexts of their use.</summary>
    Task<IReadOnlyList<DatasetSummary>> SearchDatasetsAsync(IReadOnlyList<long> experimentIds, CancellationToken ct);
}

/// <summary>An experiment to create.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ArtifactLocation">Where its artifacts go; null takes a folder named by the id below the server's
/// artifact root.</param>
/// <param name="Tags">Its tags.</param>
public sealed record NewExperiment(string Name, string? ArtifactLocation, IReadOnlyList<ExperimentTag> Tags);

/// <summary>A search for experiments.</summary>
/// <param name="Filter">In MLflow's search language; null or empty finds all.</param>
/// <param name="OrderBy">Order clauses; empty puts the newest first.</param>
/// <param name="View">Active, deleted or all.</param>
/// <param name="MaxResults">The size of a page.</param>
/// <param name="PageToken">From the page before.</param>
public sealed record ExperimentQuery(
    string? Filter,
    IReadOnlyList<string> OrderBy,
    ViewType View,
    int MaxResults,
    string? PageToken
);
