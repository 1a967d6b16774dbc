using System.Text.Json.Serialization;
using Cairn.Contracts.Artifacts;
using Cairn.Contracts.Errors;
using Cairn.Contracts.Experiments;
using Cairn.Contracts.GraphQl;
using Cairn.Contracts.LoggedModels;
using Cairn.Contracts.Metrics;
using Cairn.Contracts.Registry;
using Cairn.Contracts.Runs;
using Cairn.Contracts.Server;
using Cairn.Contracts.Webhooks;

namespace Cairn.Contracts.Json;

/// <summary>The source-generated metadata of every type on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(WireStringConverter),
        typeof(WireInt64Converter),
        typeof(WireInt32Converter),
        typeof(WireDoubleConverter),
        typeof(WireBooleanConverter),
        typeof(ViewTypeConverter),
        typeof(RunStatusConverter),
        typeof(LoggedModelStatusConverter),
        typeof(WebhookEntityConverter),
        typeof(WebhookActionConverter),
        typeof(WebhookStatusConverter),
    ]
)]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(Empty))]
// Artifacts
[JsonSerializable(typeof(ListArtifactsRequest))]
[JsonSerializable(typeof(ListArtifactsResponse))]
[JsonSerializable(typeof(ListProxiedArtifactsResponse))]
[JsonSerializable(typeof(PresignedUploadRequest))]
[JsonSerializable(typeof(PresignedUploadResponse))]
[JsonSerializable(typeof(PresignedDownloadResponse))]
[JsonSerializable(typeof(CreateMultipartUploadRequest))]
[JsonSerializable(typeof(CreateMultipartUploadResponse))]
[JsonSerializable(typeof(CompleteMultipartUploadRequest))]
[JsonSerializable(typeof(AbortMultipartUploadRequest))]
// GraphQL
[JsonSerializable(typeof(GraphQlRequest))]
// Experiments
[JsonSerializable(typeof(CreateExperimentRequest))]
[JsonSerializable(typeof(CreateExperimentResponse))]
[JsonSerializable(typeof(ExperimentRequest))]
[JsonSerializable(typeof(GetExperimentByNameRequest))]
[JsonSerializable(typeof(ExperimentResponse))]
[JsonSerializable(typeof(UpdateExperimentRequest))]
[JsonSerializable(typeof(SetExperimentTagRequest))]
[JsonSerializable(typeof(DeleteExperimentTagRequest))]
[JsonSerializable(typeof(SearchExperimentsRequest))]
[JsonSerializable(typeof(SearchExperimentsResponse))]
[JsonSerializable(typeof(SearchDatasetsRequest))]
[JsonSerializable(typeof(SearchDatasetsResponse))]
// Logged models
[JsonSerializable(typeof(CreateLoggedModelRequest))]
[JsonSerializable(typeof(LoggedModelResponse))]
[JsonSerializable(typeof(LoggedModelRequest))]
[JsonSerializable(typeof(FinalizeLoggedModelRequest))]
[JsonSerializable(typeof(SetLoggedModelTagsRequest))]
[JsonSerializable(typeof(DeleteLoggedModelTagRequest))]
[JsonSerializable(typeof(LogLoggedModelParamsRequest))]
[JsonSerializable(typeof(SearchLoggedModelsRequest))]
[JsonSerializable(typeof(SearchLoggedModelsResponse))]
[JsonSerializable(typeof(ListLoggedModelArtifactsRequest))]
// Metrics
[JsonSerializable(typeof(GetMetricHistoryRequest))]
[JsonSerializable(typeof(MetricHistoryResponse))]
[JsonSerializable(typeof(GetMetricHistoryBulkRequest))]
[JsonSerializable(typeof(MetricHistoryBulkResponse))]
[JsonSerializable(typeof(GetMetricHistoryBulkIntervalRequest))]
[JsonSerializable(typeof(MetricHistoryBulkIntervalResponse))]
// Registry
[JsonSerializable(typeof(CreateRegisteredModelRequest))]
[JsonSerializable(typeof(RegisteredModelResponse))]
[JsonSerializable(typeof(RegisteredModelRequest))]
[JsonSerializable(typeof(RenameRegisteredModelRequest))]
[JsonSerializable(typeof(UpdateRegisteredModelRequest))]
[JsonSerializable(typeof(SearchRegisteredModelsRequest))]
[JsonSerializable(typeof(SearchRegisteredModelsResponse))]
[JsonSerializable(typeof(GetLatestVersionsRequest))]
[JsonSerializable(typeof(GetLatestVersionsResponse))]
[JsonSerializable(typeof(SetRegisteredModelTagRequest))]
[JsonSerializable(typeof(DeleteRegisteredModelTagRequest))]
[JsonSerializable(typeof(SetRegisteredModelAliasRequest))]
[JsonSerializable(typeof(RegisteredModelAliasRequest))]
[JsonSerializable(typeof(CreateModelVersionRequest))]
[JsonSerializable(typeof(ModelVersionResponse))]
[JsonSerializable(typeof(ModelVersionRequest))]
[JsonSerializable(typeof(UpdateModelVersionRequest))]
[JsonSerializable(typeof(TransitionModelVersionStageRequest))]
[JsonSerializable(typeof(SearchModelVersionsRequest))]
[JsonSerializable(typeof(SearchModelVersionsResponse))]
[JsonSerializable(typeof(GetModelVersionDownloadUriRequest))]
[JsonSerializable(typeof(GetModelVersionDownloadUriResponse))]
[JsonSerializable(typeof(SetModelVersionTagRequest))]
[JsonSerializable(typeof(DeleteModelVersionTagRequest))]
// Runs
[JsonSerializable(typeof(CreateRunRequest))]
[JsonSerializable(typeof(RunResponse))]
[JsonSerializable(typeof(GetRunRequest))]
[JsonSerializable(typeof(UpdateRunRequest))]
[JsonSerializable(typeof(UpdateRunResponse))]
[JsonSerializable(typeof(RunLifecycleRequest))]
[JsonSerializable(typeof(LogParamRequest))]
[JsonSerializable(typeof(SetRunTagRequest))]
[JsonSerializable(typeof(DeleteRunTagRequest))]
[JsonSerializable(typeof(LogMetricRequest))]
[JsonSerializable(typeof(LogBatchRequest))]
[JsonSerializable(typeof(LogModelRequest))]
[JsonSerializable(typeof(LogInputsRequest))]
[JsonSerializable(typeof(LogOutputsRequest))]
[JsonSerializable(typeof(SearchRunsRequest))]
[JsonSerializable(typeof(SearchRunsResponse))]
// Server
[JsonSerializable(typeof(HealthDetailsResponse))]
[JsonSerializable(typeof(ServerInfoResponse))]
// Webhooks
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(WebhookResponse))]
[JsonSerializable(typeof(ListWebhooksRequest))]
[JsonSerializable(typeof(ListWebhooksResponse))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(UpdateWebhookRequest))]
[JsonSerializable(typeof(TestWebhookRequest))]
[JsonSerializable(typeof(TestWebhookResponse))]
public sealed partial class WireJsonContext : JsonSerializerContext;
