using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>A response that may be too large for memory: it is produced and sent piece by piece.</summary>
internal interface IStreamedResponse
{
    /// <summary>Sends the response. An exception after the first piece cuts the connection.</summary>
    Task WriteAsync(HttpContext http);
}
