using Cairn.Contracts.Json;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Core.Validation;
using Cairn.Server.Api;

namespace Cairn.Server.Runs;

/// <summary>The runs endpoints.</summary>
internal sealed class RunsApi(IRunStore runs, AnswerMemory memory)
{
    private const int LongestUser = 256;
    private const int MostResults = 50_000;

    public void Map(ApiRoutes api)
    {
        api.Map<CreateRunRequest, RunResponse>(
            "POST",
            "runs/create",
            AccessAction.Update,
            r => Resource.Experiment(r.ExperimentId),
            Create
        );
        api.Map<GetRunRequest, RunResponse>("GET", "runs/get", AccessAction.Read, r => Resource.Run(r.Id), Get);
        api.Map<UpdateRunRequest, UpdateRunResponse>(
            "POST",
            "runs/update",
            AccessAction.Update,
            r => Resource.Run(r.Id),
            Update
        );
        api.Map<RunLifecycleRequest, Empty>(
            "POST",
            "runs/delete",
            AccessAction.Delete,
            r => Resource.Run(r.RunId),
            Delete
        );
        api.Map<RunLifecycleRequest, Empty>(
            "POST",
            "runs/restore",
            AccessAction.Delete,
            r => Resource.Run(r.RunId),
            Restore
        );
        api.Map<LogMetricRequest, Empty>(
            "POST",
            "runs/log-metric",
            AccessAction.Update,
            r => Resource.Run(r.Id),
            LogMetric
        );
        api.Map<LogParamRequest, Empty>(
            "POST",
            "runs/log-parameter",
            AccessAction.Update,
            r => Resource.Run(r.Id),
            LogParam
        );
        api.Map<LogBatchRequest, Empty>(
            "POST",
            "runs/log-batch",
            AccessAction.Update,
            r => Resource.Run(r.RunId),
            LogBatch
        );
        api.Map<SetRunTagRequest, Empty>("POST", "runs/set-tag", AccessAction.Update, r => Resource.Run(r.Id), SetTag);
        api.Map<DeleteRunTagRequest, Empty>(
            "POST",
            "runs/delete-tag",
            AccessAction.Update,
            r => Resource.Run(r.RunId),
            DeleteTag
        );
        api.Map<LogModelRequest, Empty>(
            "POST",
            "runs/log-model",
            AccessAction.Update,
            r => Resource.Run(r.RunId),
            LogModel
        );
        api.Map<LogInputsRequest, Empty>(
            "POST",
            "runs/log-inputs",
            AccessAction.Update,
            r => Resource.Run(r.RunId),
            LogInputs
        );
        api.Map<LogOutputsRequest, Empty>(
            "POST",
            "runs/outputs",
            AccessAction.Update,
            r => Resource.Run(r.RunId),
            LogOutputs
        );
        api.Map<SearchRunsRequest, SearchRunsResponse>(
            "POST",
            "runs/search",
            AccessAction.Search,
            _ => Resource.Experiments,
            Search
        );
    }

    private async Task<RunResponse> Create(CreateRunRequest request, CancellationToken ct)
    {
        var experiment = ExperimentIds.Parse(request.ExperimentId);
        Lengths.Demand("run_name", request.RunName, Names.MostCharacters);
        Lengths.Demand("user_id", request.UserId, LongestUser);
        var tags = RunLogRules.CreationTags(request.Tags);
        var name = NameOf(request.RunName, tags);
        return new(
            await runs.CreateAsync(
                new(RunIds.New(), experiment, name, request.UserId ?? "", request.StartTime ?? 0, tags),
                ct
            )
        );
    }

    /// <summary>The run's name: given, in its tag, or invented. The tag is added when it is missing.</summary>
    private static string NameOf(string? given, List<RunTag> tags)
    {
        var tagged = tags.Find(t => t.Key == RunLogRules.RunNameTag)?.Value;
        if (!string.IsNullOrEmpty(given) && tagged is not null && tagged != given)
        {
            throw CairnException.Invalid(
                "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values "
                    + $"(run_name='{given}', mlflow.runName='{tagged}')."
            );
        }

        var name = string.IsNullOrEmpty(given) ? tagged ?? RunNames.New() : given;
        if (tagged is null)
        {
            tags.Add(new() { Key = RunLogRules.RunNameTag, Value = name });
        }

        return name;
    }

    private async Task<RunResponse> Get(GetRunRequest request, CancellationToken ct) =>
        new(await runs.GetAsync(request.Id!, ct));

    private async Task<UpdateRunResponse> Update(UpdateRunRequest request, CancellationToken ct)
    {
        Lengths.Demand("run_name", request.RunName, Names.MostCharacters);
        var status = request.Status is RunStatus.Unspecified ? null : request.Status;
        var name = string.IsNullOrEmpty(request.RunName) ? null : request.RunName;
        return new(await runs.UpdateAsync(request.Id!, status, request.EndTime, name, ct));
    }

    private async Task<Empty> Delete(RunLifecycleRequest request, CancellationToken ct)
    {
        await runs.DeleteAsync(request.RunId ?? "", ct);
        return Empty.Response;
    }

    private async Task<Empty> Restore(RunLifecycleRequest request, CancellationToken ct)
    {
        await runs.RestoreAsync(request.RunId ?? "", ct);
        return Empty.Response;
    }

    private async Task<Empty> LogMetric(LogMetricRequest request, CancellationToken ct)
    {
        await runs.LogAsync(request.Id!, RunLogRules.Of(request), ct);
        return Empty.Response;
    }

    private async Task<Empty> LogParam(LogParamRequest request, CancellationToken ct)
    {
        await runs.LogAsync(request.Id!, RunLogRules.Of(request), ct);
        return Empty.Response;
    }

    private async Task<Empty> LogBatch(LogBatchRequest request, CancellationToken ct)
    {
        var id = string.IsNullOrEmpty(request.RunId)
            ? throw CairnException.Invalid("Invalid value \"\" for parameter 'run_id' supplied.")
            : request.RunId;
        await runs.LogAsync(id, RunLogRules.Of(request), ct);
        return Empty.Response;
    }

    private async Task<Empty> SetTag(SetRunTagRequest request, CancellationToken ct)
    {
        await runs.LogAsync(request.Id!, RunLogRules.Of(request), ct);
        return Empty.Response;
    }

    private async Task<Empty> DeleteTag(DeleteRunTagRequest request, CancellationToken ct)
    {
        await runs.DeleteTagAsync(request.RunId!, request.Key!, ct);
        return Empty.Response;
    }

    private async Task<Empty> LogModel(LogModelRequest request, CancellationToken ct)
    {
        var model = ModelHistory.Parse(request.ModelJson!);
        await runs.AppendModelHistoryAsync(request.RunId!, present => ModelHistory.Append(present, model), ct);
        return Empty.Response;
    }

    private async Task<Empty> LogInputs(LogInputsRequest request, CancellationToken ct)
    {
        await runs.LogInputsAsync(
            request.RunId!,
            RunInputRules.Datasets(request.Datasets),
            RunInputRules.Models(request.Models),
            ct
        );
        return Empty.Response;
    }

    private async Task<Empty> LogOutputs(LogOutputsRequest request, CancellationToken ct)
    {
        await runs.LogOutputsAsync(request.RunId!, RunInputRules.Models(request.Models), ct);
        return Empty.Response;
    }

    private async Task<SearchRunsResponse> Search(SearchRunsRequest request, CancellationToken ct)
    {
        var most = request.MaxResults ?? 1000;
        if (most is <= 0 or > MostResults)
        {
            throw CairnException.Invalid(
                most <= 0
                    ? $"Invalid value {most} for parameter 'max_results' supplied. It must be a positive integer"
                    : $"Invalid value {most} for parameter 'max_results' supplied:  Hint: Value was of type 'int'. "
                        + "See the API docs for more information about request parameters."
            );
        }

        var experiments = (request.ExperimentIds ?? []).Select(ExperimentIds.Parse).Distinct().ToArray();
        var query = new RunQuery(
            experiments,
            request.Filter,
            request.OrderBy ?? [],
            request.RunViewType ?? ViewType.ActiveOnly,
            most,
            request.PageToken
        );
        var some = query with { MaxResults = Math.Min(most, StreamedRuns.FirstRuns) };
        var first = await runs.SearchAsync(some, StreamedRuns.FirstText, ct);
        return first is not null && (first.NextPageToken is null || most == some.MaxResults)
            ? first
            : new StreamedRuns(runs, query, first, memory);
    }
}
