using System.IO.Compression;
using Cairn.Core.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Artifacts;

/// <summary>A folder as a zip file that is sent while it is made.</summary>
/// <param name="root">The folder.</param>
/// <param name="name">The name of the zip file, without its ending.</param>
internal sealed class FolderZip(ArtifactPlace root, string name) : IResult
{
    public async Task ExecuteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = AttachmentName.QuotedHeader(name + ".zip");
        var ct = http.RequestAborted;
        // A zip archive ends each entry with a synchronous write, which the body refuses and its pipe takes.
        await using var zip = await ZipArchive.CreateAsync(
            http.Response.BodyWriter.AsStream(leaveOpen: true),
            ZipArchiveMode.Create,
            leaveOpen: true,
            entryNameEncoding: null,
            ct
        );
        await AddAsync(zip, root, "", ct);
    }

    private static async Task AddAsync(ZipArchive zip, ArtifactPlace folder, string prefix, CancellationToken ct)
    {
        await foreach (var entry in folder.Store.ListAsync(folder.Path, ct))
        {
            var place = folder with { Path = folder.Path.Entry(entry.Name) };
            if (entry.IsFolder)
            {
                await AddAsync(zip, place, $"{prefix}{entry.Name}/", ct);
                continue;
            }

            await using var content = await place.Store.OpenReadAsync(place.Path, null, ct);
            var target = zip.CreateEntry(prefix + entry.Name, CompressionLevel.Fastest);
            await using var stream = await target.OpenAsync(ct);
            await content.Stream.CopyToAsync(stream, ct);
        }
    }
}
