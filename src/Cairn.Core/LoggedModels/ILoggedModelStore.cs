using Cairn.Contracts.LoggedModels;

namespace Cairn.Core.LoggedModels;

/// <summary>Logged models with their parameters, tags and metrics.</summary>
/// <remarks>Methods that name a model throw RESOURCE_DOES_NOT_EXIST when there is none.</remarks>
public interface ILoggedModelStore
{
    /// <summary>Creates a pending model in an active experiment.</summary>
    Task<LoggedModel> CreateAsync(NewLoggedModel model, CancellationToken ct);

    /// <summary>The model; a deleted one does not exist.</summary>
    Task<LoggedModel> GetAsync(string id, CancellationToken ct);

    /// <summary>Sets the model's state.</summary>
    Task<LoggedModel> FinalizeAsync(string id, LoggedModelStatus status, CancellationToken ct);

    /// <summary>Deletes the model; deleting it again does nothing.</summary>
    Task DeleteAsync(string id, CancellationToken ct);

    /// <summary>Sets tags, also of a deleted model.</summary>
    Task SetTagsAsync(string id, IReadOnlyList<LoggedModelTag> tags, CancellationToken ct);

    /// <summary>Changes one tag's value, safe against others who do the same.</summary>
    /// <param name="id">The model.</param>
    /// <param name="key">The tag.</param>
    /// <param name="change">Makes the new value of the present one (null when the tag is absent).</param>
    /// <param name="ct">Gives up waiting.</param>
    Task ChangeTagAsync(string id, string key, Func<string?, string> change, CancellationToken ct);

    /// <summary>Deletes a tag.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST when there is no such tag.</exception>
    Task DeleteTagAsync(string id, string key, CancellationToken ct);

    /// <summary>Adds parameters.</summary>
    /// <exception cref="Errors.CairnException">INVALID_PARAMETER_VALUE when one exists with another value.</exception>
    Task LogParamsAsync(string id, IReadOnlyList<LoggedModelParameter> parameters, CancellationToken ct);

    /// <summary>A page of models.</summary>
    Task<SearchLoggedModelsResponse> SearchAsync(LoggedModelQuery query, CancellationToken ct);
}

/// <summary>A logged model to create.</summary>
/// <param name="Id">A fresh id.</param>
/// <param name="ExperimentId">An active experiment.</param>
/// <param name="Name">Its name.</param>
/// <param name="ModelType">Its kind; empty when unknown.</param>
/// <param name="SourceRunId">The run that made it; empty when unknown.</param>
/// <param name="Params">Its parameters.</param>
/// <param name="Tags">Its tags.</param>
public sealed record NewLoggedModel(
    string Id,
    long ExperimentId,
    string Name,
    string ModelType,
    string SourceRunId,
    IReadOnlyList<LoggedModelParameter> Params,
    IReadOnlyList<LoggedModelTag> Tags
);

/// <summary>A search for logged models.</summary>
/// <param name="ExperimentIds">Where to look.</param>
/// <param name="Filter">In MLflow's search language; null or empty finds all.</param>
/// <param name="Datasets">Only metrics of these datasets count, if there are any.</param>
/// <param name="OrderBy">Orders; empty puts the newest first.</param>
/// <param name="MaxResults">The size of a page.</param>
/// <param name="PageToken">From the page before.</param>
public sealed record LoggedModelQuery(
    IReadOnlyList<long> ExperimentIds,
    string? Filter,
    IReadOnlyList<LoggedModelDataset> Datasets,
    IReadOnlyList<LoggedModelOrder> OrderBy,
    int MaxResults,
    string? PageToken
);
