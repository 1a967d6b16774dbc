using Cairn.Core.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Artifacts;

/// <summary>
/// An HTML file of a client. It runs in an origin of its own, also when it is opened by itself: it reads nothing of
/// this server, sends nothing anywhere, and navigates nothing but itself.
/// </summary>
/// <param name="file">The file.</param>
internal sealed class FramedHtml(ArtifactPlace file) : IResult
{
    private const string Policy =
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; "
        + "style-src 'unsafe-inline' data:; img-src data: blob:; font-src data:; media-src data: blob:; "
        + "worker-src blob:; form-action 'none'; frame-ancestors 'self'";

    public async Task ExecuteAsync(HttpContext http)
    {
        await using var content = await file.Store.OpenReadAsync(file.Path, null, http.RequestAborted);
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = content.File.Length;
        await content.Stream.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
