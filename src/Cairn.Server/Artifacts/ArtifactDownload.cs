using Cairn.Core.Artifacts;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Cairn.Server.Artifacts;

/// <summary>Sends a file: whole or a part, or only word that the client's copy is still good.</summary>
internal static class ArtifactDownload
{
    private const int ChunkSize = 256 << 10;

    /// <summary>Answers a GET or HEAD.</summary>
    /// <param name="http">The request and its answer.</param>
    /// <param name="place">The file.</param>
    /// <param name="disposition">The Content-Disposition header.</param>
    /// <exception cref="NoSuchArtifactException">There is no such file; the path is the one that the client
    /// knows.</exception>
    public static async Task SendAsync(HttpContext http, ArtifactPlace place, string disposition)
    {
        try
        {
            await AnswerAsync(http, place, disposition);
        }
        catch (NoSuchArtifactException e)
        {
            throw place.Told(e);
        }
    }

    private static async Task AnswerAsync(HttpContext http, ArtifactPlace place, string disposition)
    {
        var ct = http.RequestAborted;
        var request = http.Request.GetTypedHeaders();
        var range = RangeOf(request);
        var onlyHeaders = HttpMethods.IsHead(http.Request.Method);
        if (
            onlyHeaders
            || request.IfNoneMatch.Count > 0
            || request.IfModifiedSince is not null
            || (range is not null && request.IfRange is not null)
        )
        {
            var file = await place.Store.FindAsync(place.Path, ct) ?? throw new NoSuchArtifactException(place.Path);
            if (IsUnchanged(request, file))
            {
                DescribeFile(http.Response, file);
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            if (onlyHeaders)
            {
                Describe(http.Response, place.Path, file, disposition);
                http.Response.ContentLength = file.Length;
                return;
            }

            range = request.IfRange is null || IsSame(request.IfRange, file) ? range : null;
        }

        await using var content = await place.Store.OpenReadAsync(place.Path, range, ct);
        Describe(http.Response, place.Path, content.File, disposition);
        await SendAsync(http, content, ct);
    }

    private static async Task SendAsync(HttpContext http, ArtifactContent content, CancellationToken ct)
    {
        var response = http.Response;
        if (content.RangeNotSatisfiable)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.GetTypedHeaders().ContentRange = new(content.File.Length);
            response.Headers.ContentDisposition = StringValues.Empty;
            response.ContentLength = 0;
            return;
        }

        var length = content.File.Length;
        if (content.Range is { From: { } from, To: { } to })
        {
            length = to - from + 1;
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.GetTypedHeaders().ContentRange = new(from, to, content.File.Length);
        }

        response.ContentLength = length;
        await CopyAsync(http, content.Stream, length, ct);
    }

    /// <summary>
    /// Reads straight into the connection's own buffer, in chunks that make the cost of each call small.
    /// </summary>
    private static async Task CopyAsync(HttpContext http, Stream stream, long length, CancellationToken ct)
    {
        var to = http.Response.BodyWriter;
        using var progress = new ClientProgress(http);
        for (var left = length; left > 0; )
        {
            var memory = to.GetMemory((int)Math.Min(left, ChunkSize));
            var read = await stream.ReadAsync(memory[..(int)Math.Min(left, memory.Length)], ct);
            if (read == 0)
            {
                // The file was cut while it was read: the client must not take what it has for the whole.
                http.Abort();
                return;
            }

            to.Advance(read);
            ArtifactTraffic.CountSent(read);
            left -= read;
            if (!await progress.FlushAsync(to, ct))
            {
                return;
            }
        }
    }

    private static void Describe(HttpResponse response, ArtifactPath path, ArtifactFile file, string disposition)
    {
        DescribeFile(response, file);
        var headers = response.Headers;
        headers.ContentType = MediaTypes.Of(path.Name);
        headers.ContentDisposition = disposition;
        headers.AcceptRanges = "bytes";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
    }

    private static void DescribeFile(HttpResponse response, ArtifactFile file)
    {
        response.Headers.ETag = file.ETag;
        response.Headers.CacheControl = "private, no-cache";
        response.GetTypedHeaders().LastModified = file.LastModified;
    }

    /// <summary>One range is honoured; of several the client gets the whole file, as it must be ready to.</summary>
    private static ByteRange? RangeOf(Microsoft.AspNetCore.Http.Headers.RequestHeaders request) =>
        request.Range is { Ranges.Count: 1 } header && header.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            ? new ByteRange(header.Ranges.First().From, header.Ranges.First().To)
            : null;

    private static bool IsUnchanged(Microsoft.AspNetCore.Http.Headers.RequestHeaders request, ArtifactFile file)
    {
        if (request.IfNoneMatch.Count > 0)
        {
            var mine = EntityTagHeaderValue.Parse(file.ETag);
            return request.IfNoneMatch.Any(theirs =>
                theirs.Tag == "*" || theirs.Compare(mine, useStrongComparison: false)
            );
        }

        return request.IfModifiedSince is { } since && WholeSeconds(file.LastModified) <= since;
    }

    private static bool IsSame(RangeConditionHeaderValue condition, ArtifactFile file) =>
        condition.EntityTag is { } theirs
            ? theirs.Compare(EntityTagHeaderValue.Parse(file.ETag), useStrongComparison: true)
            : condition.LastModified is { } date && WholeSeconds(file.LastModified) == date;

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } t ? DateTimeOffset.FromUnixTimeSeconds(t.ToUnixTimeSeconds()) : null;
}
