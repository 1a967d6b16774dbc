using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Pages;

/// <summary>Compresses pages and CSV. The API's answers stay as they are.</summary>
internal static class PageCompression
{
    /// <summary>Registers what compresses. Pages hold no secrets that the length of a response could reveal.</summary>
    public static void Add(IServiceCollection services) =>
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "text/csv"];
        });

    /// <summary>Returns a handler whose responses are compressed.</summary>
    public static RequestDelegate Around(RequestDelegate handler, IResponseCompressionProvider provider) =>
        new ResponseCompressionMiddleware(handler, provider).Invoke;
}
