using Cairn.Server.Api;
using Cairn.Server.Listening;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Security;

/// <summary>
/// Refuses what a page of another site could do behind its reader's back: requests to a host name that is not this
/// server's, and
/// changes asked for by another origin. Answers preflight requests and sends the security headers.
/// </summary>
internal sealed partial class SecurityChecks(
    RequestDelegate next,
    SecurityOptions options,
    ListenOptions listen,
    ApiOptions api,
    ILogger<SecurityChecks> log
)
{
    private const string AllowedMethods = "GET, POST, PUT, DELETE, OPTIONS, PATCH";
    private readonly HostRules _hosts = new(options, listen.Host);
    private readonly OriginRules _origins = new(options);

    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (options.XFrameOptions != "NONE")
        {
            headers.XFrameOptions = options.XFrameOptions;
        }

        // Probes and scrapes name the server by whatever address they found it under; there is nothing to read or
        // change in the answers.
        var host = request.Headers.Host.ToString();
        if (!_hosts.Accepts(host) && !OpenPaths.Contains(request.Path, api.StaticPrefix))
        {
            Log.HostRefused(log, host);
            return PlainText.WriteAsync(
                http,
                StatusCodes.Status403Forbidden,
                "Invalid Host header - possible DNS rebinding attack detected"
            );
        }

        return request.Headers.Origin.Count == 0
            ? next(http)
            : CrossOriginAsync(http, request.Headers.Origin.ToString(), host);
    }

    private Task CrossOriginAsync(HttpContext http, string origin, string host)
    {
        var allowed = _origins.Allows(origin, host);
        AddCorsHeaders(http.Response.Headers, origin, allowed);
        var request = http.Request;
        if (HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0)
        {
            return PreflightAsync(http, allowed);
        }

        if (!allowed && Changes(request))
        {
            Log.OriginRefused(log, origin, request.Method, request.Path);
            return PlainText.WriteAsync(http, StatusCodes.Status403Forbidden, "Cross-origin request blocked");
        }

        return next(http);
    }

    private void AddCorsHeaders(IHeaderDictionary headers, string origin, bool allowed)
    {
        if (_origins.AllowsAll)
        {
            // Any page may read, but never with the reader's own credentials.
            headers.AccessControlAllowOrigin = "*";
            return;
        }

        headers.AccessControlAllowCredentials = "true";
        headers.Vary = "Origin";
        if (allowed)
        {
            headers.AccessControlAllowOrigin = origin;
        }
    }

    private static Task PreflightAsync(HttpContext http, bool allowed)
    {
        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = AllowedMethods;
        headers.AccessControlMaxAge = "600";
        if (!allowed)
        {
            return PlainText.WriteAsync(http, StatusCodes.Status400BadRequest, "Disallowed CORS origin");
        }

        headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders;
        return PlainText.WriteAsync(http, StatusCodes.Status200OK, "OK");
    }

    /// <summary>GraphQL only reads, and takes POST; a page of another origin cannot see the answer.</summary>
    private bool Changes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method)
        && !request.Path.Equals(api.StaticPrefix + "/graphql", StringComparison.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(
            1100,
            LogLevel.Warning,
            "Refused a request for host '{Host}'. If it is this server's name, add it to --allowed-hosts (MLFLOW_SERVER_ALLOWED_HOSTS)"
        )]
        public static partial void HostRefused(ILogger log, string host);

        [LoggerMessage(
            1101,
            LogLevel.Warning,
            "Refused {Method} {Path} from a page of '{Origin}'. If that may call, add it to --cors-allowed-origins (MLFLOW_SERVER_CORS_ALLOWED_ORIGINS)"
        )]
        public static partial void OriginRefused(ILogger log, string origin, string method, string path);
    }
}
