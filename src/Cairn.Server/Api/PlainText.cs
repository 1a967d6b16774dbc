using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>Writes short answers that are no JSON.</summary>
internal static class PlainText
{
    public static Task WriteAsync(HttpContext http, int status, string text, string contentType = "text/plain")
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }
}
