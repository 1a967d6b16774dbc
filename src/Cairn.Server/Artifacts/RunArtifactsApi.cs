using Cairn.Contracts.Artifacts;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Runs;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Artifacts;

/// <summary>The artifacts of a run, wherever they are kept.</summary>
internal sealed class RunArtifactsApi(IRunStore runs, ArtifactStores stores, AccessTiers tiers)
{
    private const int LargestUiUpload = 10 << 20;

    /// <summary>
    /// How long a signed URL for an upload lives when the client does not say, and at most, in seconds.
    /// </summary>
    private const int UsualExpiration = 300;
    private const int LongestExpiration = 3600;

    public void Map(ApiRoutes api)
    {
        api.Map<ListArtifactsRequest, ListArtifactsResponse>(
            "GET",
            "artifacts/list",
            AccessAction.Read,
            r => Resource.Run(r.Id),
            List
        );
        api.Map<PresignedUploadRequest, PresignedUploadResponse>(
            "POST",
            "artifacts/presigned-upload-url",
            AccessAction.Update,
            r => Resource.Run(r.RunId),
            SignUpload
        );
        api.Map("GET", "/get-artifact", AccessAction.Read, http => Resource.Run(RunId(http)), Download);
        api.Map(
            "POST",
            "/ajax-api/2.0/mlflow/upload-artifact",
            AccessAction.Update,
            http => ValueTask.FromResult(ReadUpload(http.Request.Query)),
            upload => Resource.Run(upload.RunId),
            Upload
        );
    }

    private async Task<ListArtifactsResponse> List(ListArtifactsRequest request, CancellationToken ct)
    {
        var folder = ArtifactPath.Parse(request.Path);
        var run = await runs.GetInfoAsync(request.Id!, ct);
        return new(
            run.ArtifactUri,
            await ArtifactListing.ReadAsync(stores.Resolve(run.ArtifactUri).At(folder), folder, ct)
        );
    }

    private async Task<PresignedUploadResponse> SignUpload(PresignedUploadRequest request, CancellationToken ct)
    {
        var path = ArtifactPath.ParseNew(request.Path);
        var run = await runs.GetInfoAsync(request.RunId!, ct);
        var uri = ArtifactUri.Parse(run.ArtifactUri ?? "");
        if (uri.Scheme == "mlflow-artifacts")
        {
            throw CairnException.Invalid(
                "Presigned upload is not supported for runs with proxied artifact storage (artifact URI scheme: mlflow-artifacts). "
                    + "This endpoint requires a run with a direct cloud storage artifact URI."
            );
        }

        var place = stores.Resolve(run.ArtifactUri).At(path);
        if (place.Store is not ISignedUploads uploads)
        {
            throw CairnException.Invalid(
                $"Presigned upload is not supported for artifacts of the scheme '{uri.Scheme}'."
            );
        }

        var seconds = request.Expiration ?? UsualExpiration;
        if (seconds is < 1 or > LongestExpiration)
        {
            throw CairnException.Invalid(
                $"Invalid value {seconds} for parameter 'expiration': it must be from 1 to {LongestExpiration} seconds."
            );
        }

        var metadata = new ArtifactMetadata(MediaTypes.Of(path.Name), null)
        {
            Tier = await tiers.OfExperimentAsync(run.ExperimentId, ct),
        };
        var signed = await uploads.SignUploadAsync(place.Path, metadata, TimeSpan.FromSeconds(seconds), ct);
        return new(signed.Url, signed.Headers);
    }

    private async Task Download(HttpContext http)
    {
        var runId = RunId(http);
        var text = http.Request.Query["path"];
        if (string.IsNullOrEmpty(runId) || string.IsNullOrEmpty(text))
        {
            await BadRequestPageAsync(http);
            return;
        }

        var path = ArtifactPath.Parse(text);
        var run = await runs.GetInfoAsync(runId, http.RequestAborted);
        var place = stores.Resolve(run.ArtifactUri).At(path);
        await ArtifactDownload.SendAsync(http, place, AttachmentName.QuotedHeader(path.Name));
    }

    private static string? RunId(HttpContext http) =>
        http.Request.Query["run_id"].FirstOrDefault() ?? http.Request.Query["run_uuid"].FirstOrDefault();

    private static UploadRequest ReadUpload(IQueryCollection query) =>
        new(DemandField(query["run_uuid"], "run_uuid"), DemandField(query["path"], "path"));

    private async Task Upload(HttpContext http, UploadRequest request)
    {
        var path = ArtifactPath.ParseNew(request.Path);
        if (http.Request.ContentLength > LargestUiUpload)
        {
            throw TooLarge();
        }

        var run = await runs.GetInfoAsync(request.RunId, http.RequestAborted);
        var place = stores.Resolve(run.ArtifactUri).At(path);
        var body = new BoundedBody(ArtifactTraffic.Incoming(http), LargestUiUpload, TooLarge);
        if (await body.IsEmptyAsync(http.RequestAborted))
        {
            throw CairnException.Invalid("Request must specify data.");
        }

        var tier = await tiers.OfExperimentAsync(run.ExperimentId, http.RequestAborted);
        await place.Store.WriteAsync(
            place.Path,
            body,
            new(MediaTypes.Of(path.Name), http.Request.ContentLength) { Tier = tier },
            http.RequestAborted
        );
    }

    private static string DemandField(string? value, string name) =>
        string.IsNullOrEmpty(value) ? throw CairnException.Invalid($"Request must specify {name}.") : value;

    private static CairnException TooLarge() =>
        CairnException.Invalid("The file is too large: at most 10 MB can be uploaded here.");

    /// <summary>What MLflow answers here: this link is followed by browsers.</summary>
    private static Task BadRequestPageAsync(HttpContext http) =>
        PlainText.WriteAsync(
            http,
            StatusCodes.Status400BadRequest,
            "<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n"
                + "<p>The browser (or proxy) sent a request that this server could not understand.</p>\n",
            "text/html; charset=utf-8"
        );

    private sealed record UploadRequest(string RunId, string Path);
}
