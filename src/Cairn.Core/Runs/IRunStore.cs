using Cairn.Contracts.Runs;
using Cairn.Core.Metrics;

namespace Cairn.Core.Runs;

/// <summary>Runs and what is logged in them.</summary>
public interface IRunStore
{
    /// <summary>Creates a run in an active experiment.</summary>
    Task<Run> CreateAsync(NewRun run, CancellationToken ct);

    /// <summary>The run with its data, inputs and outputs, deleted or not.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST.</exception>
    Task<Run> GetAsync(string runId, CancellationToken ct);

    /// <summary>The run's info alone.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST.</exception>
    Task<RunInfo> GetInfoAsync(string runId, CancellationToken ct);

    /// <summary>Changes status, end time and name of an active run; nulls leave them as they are.</summary>
    Task<RunInfo> UpdateAsync(string runId, RunStatus? status, long? endTime, string? name, CancellationToken ct);

    /// <summary>Deletes a run; it can be restored. Deleting a deleted run does nothing.</summary>
    Task DeleteAsync(string runId, CancellationToken ct);

    /// <summary>Restores a run. Restoring an active run does nothing.</summary>
    Task RestoreAsync(string runId, CancellationToken ct);

    /// <summary>Logs metrics, parameters and tags in an active run: all of them or none.</summary>
    /// <exception cref="Errors.CairnException">INVALID_PARAMETER_VALUE when a parameter exists with another
    /// value.</exception>
    Task LogAsync(string runId, RunLog log, CancellationToken ct);

    /// <summary>Deletes a tag of an active run.</summary>
    Task DeleteTagAsync(string runId, string key, CancellationToken ct);

    /// <summary>Appends to the history of models in the tag <c>mlflow.log-model.history</c>.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="appendTo">Makes the new tag value of the present one (null when the tag is absent).</param>
    /// <param name="ct">Cancels while the write waits.</param>
    Task AppendModelHistoryAsync(string runId, Func<string?, string> appendTo, CancellationToken ct);

    /// <summary>
    /// Attaches datasets and consumed models to an active run. Those that are attached already stay as they are.
    /// </summary>
    Task LogInputsAsync(
        string runId,
        IReadOnlyList<DatasetInput> datasets,
        IReadOnlyList<ModelInput> models,
        CancellationToken ct
    );

    /// <summary>Attaches produced models to an active run.</summary>
    Task LogOutputsAsync(string runId, IReadOnlyList<ModelOutput> models, CancellationToken ct);

    /// <summary>A page of runs, each complete.</summary>
    Task<SearchRunsResponse> SearchAsync(RunQuery query, CancellationToken ct);

    /// <summary>
    /// A page of runs, each complete; null when it has several runs whose texts together are longer than
    /// <paramref name="maxText"/> characters.
    /// </summary>
    Task<SearchRunsResponse?> SearchAsync(RunQuery query, int maxText, CancellationToken ct);
}

/// <summary>A run to create. Its id is made before the first try, so that a retry cannot make two.</summary>
/// <param name="RunId">32 hexadecimal digits.</param>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Name">Its name.</param>
/// <param name="UserId">Who starts it.</param>
/// <param name="StartTime">Milliseconds since 1970, UTC.</param>
/// <param name="Tags">Tags, the name's tag included.</param>
public sealed record NewRun(
    string RunId,
    long ExperimentId,
    string Name,
    string UserId,
    long StartTime,
    IReadOnlyList<RunTag> Tags
);

/// <summary>What is to be logged in a run, validated.</summary>
/// <param name="Metrics">Metric points.</param>
/// <param name="Params">Parameters, each key once.</param>
/// <param name="Tags">Tags, each key once.</param>
/// <param name="SingleParam">Whether one parameter was logged by itself: the message of a conflict differs.</param>
public sealed record RunLog(
    IReadOnlyList<MetricPoint> Metrics,
    IReadOnlyList<Param> Params,
    IReadOnlyList<RunTag> Tags,
    bool SingleParam = false
);

/// <summary>A search for runs.</summary>
/// <param name="ExperimentIds">The experiments to look in; empty finds nothing.</param>
/// <param name="Filter">In MLflow's search language; null or empty finds all.</param>
/// <param name="OrderBy">Order clauses; empty puts the latest start first.</param>
/// <param name="View">Active, deleted or all.</param>
/// <param name="MaxResults">The size of a page.</param>
/// <param name="PageToken">From the page before.</param>
public sealed record RunQuery(
    IReadOnlyList<long> ExperimentIds,
    string? Filter,
    IReadOnlyList<string> OrderBy,
    ViewType View,
    int MaxResults,
    string? PageToken
);
