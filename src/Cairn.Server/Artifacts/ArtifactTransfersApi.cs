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
internal sealed class ArtifactTransfersApi(ArtifactStores stores, AccessTiers tiers, ArtifactOptions options)
{
    private const int MostParts = 50_000;
    private const string NoUploads = "Multipart upload is not supported for the current artifact repository";
    private const string NoDownloads = "Multipart download is not supported for the current artifact repository";

    public void Map(ApiRoutes api)
    {
        var proxy = new ProxyRoutes(api, options);
        Upload<CreateMultipartUploadRequest, CreateMultipartUploadResponse>(proxy, "create", r => r.Path, Create);
        Upload<CompleteMultipartUploadRequest, Empty>(proxy, "complete", r => r.Path, Complete);
        Upload<AbortMultipartUploadRequest, Empty>(proxy, "abort", r => r.Path, Abort);
        proxy.Map("GET", "presigned/{first}/{**rest}", AccessAction.Read, RawArtifactPaths.PathOf, Sign);
    }

    private void Upload<TRequest, TResponse>(
        ProxyRoutes proxy,
        string verb,
        Func<TRequest, string?> file,
        Func<IMultipartUploads, ArtifactPath, TRequest, CancellationToken, Task<TResponse>> handle
    )
    {
        var wire = new JsonWire<TRequest, TResponse>();
        proxy.Map(
            "POST",
            $"mpu/{verb}/{{first}}/{{**rest}}",
            AccessAction.Update,
            async http =>
            {
                var folder = RawArtifactPaths.PathOf(http);
                var request = await wire.ReadAsync(http);
                return (Path: Target(folder, file(request) ?? ""), Request: request);
            },
            upload => Resource.Artifact(upload.Path.Value),
            async (http, upload) =>
            {
                var place = stores.Destination.At(upload.Path);
                var uploads =
                    place.Store as IMultipartUploads ?? throw new CairnException(ErrorCode.NotImplemented, NoUploads);
                var response = handle(uploads, place.Path, upload.Request, http.RequestAborted);
                await wire.WriteAsync(http, AbleAsync(NoUploads, response));
            }
        );
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

    private async Task Sign(HttpContext http, ArtifactPath path)
    {
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
