using System.Globalization;
using Cairn.Contracts.Artifacts;
using Cairn.Contracts.Errors;
using Cairn.Contracts.Json;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Artifacts;

/// <summary>
/// Uploads in parts and signed downloads below the artifact destination, where its store is able to do them.
/// </summary>
internal sealed class ArtifactTransfersApi(
    ArtifactStores stores,
    AccessTiers tiers,
    IAccess access,
    ArtifactOptions options
)
{
    private const int MostParts = 50_000;
    private const string NoUploads = "Multipart upload is not supported for the current artifact repository";
    private const string NoDownloads = "Multipart download is not supported for the current artifact repository";

    public void Map(ApiRoutes api)
    {
        Upload<CreateMultipartUploadRequest, CreateMultipartUploadResponse>(api, "create", r => r.Path, Create);
        Upload<CompleteMultipartUploadRequest, Empty>(api, "complete", r => r.Path, Complete);
        Upload<AbortMultipartUploadRequest, Empty>(api, "abort", r => r.Path, Abort);
        Route(api, "GET", "presigned/{first}/{**rest}", AccessAction.Read, Sign);
    }

    private void Upload<TRequest, TResponse>(
        ApiRoutes api,
        string verb,
        Func<TRequest, string?> file,
        Func<IMultipartUploads, ArtifactPath, TRequest, CancellationToken, Task<TResponse>> handle
    )
    {
        var type = WireJson.RequestType<TRequest>();
        var required = new RequiredFields<TRequest>(type);
        var response = WireJson.ResponseType<TResponse>();
        Route(
            api,
            "POST",
            $"mpu/{verb}/{{first}}/{{**rest}}",
            AccessAction.Update,
            async http =>
            {
                var folder = ArtifactPath.Parse(RawArtifactPaths.Decoded(http));
                var request = await RequestBinder.BindAsync(http, type, required);
                var place = stores.Destination.At(Target(folder, file(request) ?? ""));
                await access.DemandAsync(
                    AccessAction.Update,
                    new Resource(ResourceKind.Artifact, folder.Value),
                    http.RequestAborted
                );
                var uploads =
                    place.Store as IMultipartUploads ?? throw new CairnException(ErrorCode.NotImplemented, NoUploads);
                await JsonResponse.WriteAsync(
                    http,
                    await AbleAsync(NoUploads, handle(uploads, place.Path, request, http.RequestAborted)),
                    response
                );
            }
        );
    }

    private void Route(ApiRoutes api, string method, string path, AccessAction action, RequestDelegate handle)
    {
        var permission = new RequiredPermission(action, ResourceKind.Artifact);
        RequestDelegate answer = options.ServeArtifacts ? handle : DisabledEndpoint.NotServed;
        api.Raw(method, "/api/2.0/mlflow-artifacts/" + path, permission, answer);
        api.Raw(method, "/ajax-api/2.0/mlflow-artifacts/" + path, permission, answer);
    }

    /// <summary>
    /// MLflow's client names the folder in the URL and, in the body, the file as it is called on the client's machine,
    /// with all the
    /// folders there: only the last part is the artifact's name.
    /// </summary>
    private static ArtifactPath Target(ArtifactPath folder, string file) =>
        ArtifactPath.ParseNew(
            folder.IsRoot ? file[(LastSeparator(file) + 1)..] : $"{folder.Value}/{file[(LastSeparator(file) + 1)..]}"
        );

    /// <summary>A backslash ends a folder's name on Windows, and is a sign like others elsewhere.</summary>
    private static int LastSeparator(string file) =>
        file.StartsWith(@"\\", StringComparison.Ordinal)
        || (file.Length > 2 && char.IsAsciiLetter(file[0]) && file[1] == ':' && file[2] is '\\' or '/')
            ? file.AsSpan().LastIndexOfAny('/', '\\')
            : file.LastIndexOf('/');

    private static async Task<CreateMultipartUploadResponse> Create(
        IMultipartUploads uploads,
        ArtifactPath path,
        CreateMultipartUploadRequest request,
        CancellationToken ct
    )
    {
        var parts = request.NumParts ?? 0;
        if (parts is < 1 or > MostParts)
        {
            throw CairnException.Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Invalid value {parts} for parameter 'num_parts': it must be from 1 to {MostParts}."
                )
            );
        }

        var upload = await uploads.CreateUploadAsync(path, (int)parts, ct);
        return new(
            upload.UploadId,
            [.. upload.Parts.Select((p, i) => new MultipartUploadCredential(p.Url, i + 1, p.Headers))]
        );
    }

    private async Task<Empty> Complete(
        IMultipartUploads uploads,
        ArtifactPath path,
        CompleteMultipartUploadRequest request,
        CancellationToken ct
    )
    {
        var parts = request.Parts!.ConvertAll(p => new UploadedPart(
            (int)(
                p.PartNumber is > 0 and <= MostParts
                    ? p.PartNumber.Value
                    : throw CairnException.Invalid(
                        "Invalid value for parameter 'parts': each needs a 'part_number' from 1."
                    )
            ),
            p.Etag,
            p.Url
        ));
        var tier = await tiers.OfPathAsync(path.Below(stores.Destination.Root), ct);
        await uploads.CompleteUploadAsync(
            path,
            request.UploadId,
            parts,
            new(MediaTypes.Of(path.Name), null) { Tier = tier },
            ct
        );
        return Empty.Response;
    }

    private static async Task<Empty> Abort(
        IMultipartUploads uploads,
        ArtifactPath path,
        AbortMultipartUploadRequest request,
        CancellationToken ct
    )
    {
        await uploads.AbortUploadAsync(path, request.UploadId, ct);
        return Empty.Response;
    }

    private async Task Sign(HttpContext http)
    {
        var path = ArtifactPath.Parse(RawArtifactPaths.Decoded(http));
        await access.DemandAsync(
            AccessAction.Read,
            new Resource(ResourceKind.Artifact, path.Value),
            http.RequestAborted
        );
        var place = stores.Destination.At(path);
        var downloads =
            place.Store as ISignedDownloads ?? throw new CairnException(ErrorCode.NotImplemented, NoDownloads);
        var terms = new DownloadTerms(
            MediaTypes.Of(path.Name),
            AttachmentName.QuotedHeader(path.Name),
            options.PresignedDownloadLifetime
        );
        var signed = await AbleAsync(NoDownloads, SignedArtifact.OfAsync(downloads, place, terms, http.RequestAborted));
        http.Response.Headers.CacheControl = "no-store";
        await JsonResponse.WriteAsync(
            http,
            new(signed.Request.Url, signed.Request.Headers, signed.Length),
            WireJson.ResponseType<PresignedDownloadResponse>()
        );
    }

    /// <summary>
    /// MLflow's client falls back to a transfer through this server when an error begins with the words that it knows.
    /// </summary>
    private static async Task<T> AbleAsync<T>(string otherwise, Task<T> answer)
    {
        try
        {
            return await answer;
        }
        catch (CairnException e) when (e.Code == ErrorCode.NotImplemented)
        {
            throw new CairnException(ErrorCode.NotImplemented, $"{otherwise}: {e.Message}", e);
        }
    }
}
