using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Web.Errors;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Api;

/// <summary>The one place where an exception becomes an answer.</summary>
internal sealed partial class ErrorHandling(RequestDelegate next, ILogger<ErrorHandling> log)
{
    private const string RetryAfterSeconds = "5";

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (CairnException e)
        {
            if (e.InnerException is not null)
            {
                Log.Refused(log, e, http.Request.Path, e.Code);
            }

            await AnswerAsync(http, e.Code, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(http, ErrorCode.BadRequest, e.Message);
        }
        catch (OperationCanceledException e)
            when (http.RequestAborted.IsCancellationRequested || e.InnerException is ConnectionAbortedException)
        {
            // The client went away, or the server is told to stop and has waited long enough: nobody is there to
            // answer.
        }
#pragma warning disable CA1031 // A bug must not show its insides to the caller.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var id = Guid.NewGuid().ToString("N");
            Log.Failed(log, e, http.Request.Method, http.Request.Path, id);
            await AnswerAsync(
                http,
                ErrorCode.InternalError,
                $"The server failed to answer this request. Its log says more under {id}.",
                id
            );
        }
    }

    private static async Task AnswerAsync(
        HttpContext http,
        ErrorCode code,
        string message,
        string? correlationId = null
    )
    {
        ErrorCounts.Add(code);
        if (http.Response.HasStarted)
        {
            // Half an answer is out: cut the connection, so that the client cannot take it for a whole one.
            http.Abort();
            return;
        }

        ForgetContent(http.Response.Headers);
        if (code.HttpStatus() == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        if (http.Features.Get<PageRequest>() is { } page)
        {
            PagePolicy.Apply(http.Response);
            await ErrorPage.Of(page, code.HttpStatus(), message, correlationId).ExecuteAsync(http);
            return;
        }

        await JsonResponse.WriteErrorAsync(http, code, message);
    }

    /// <summary>Takes back what a handler said about its content; the security headers stay.</summary>
    private static void ForgetContent(IHeaderDictionary headers)
    {
        headers.ContentLength = null;
        foreach (
            var name in (ReadOnlySpan<string>)
                [
                    "Content-Type",
                    "Content-Disposition",
                    "Content-Encoding",
                    "Content-Range",
                    "Accept-Ranges",
                    "Cache-Control",
                    "ETag",
                    "Last-Modified",
                    "Location",
                ]
        )
        {
            headers.Remove(name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Error, "{Method} {Path} failed; answered with correlation id {CorrelationId}")]
        public static partial void Failed(ILogger log, Exception e, string method, string path, string correlationId);

        [LoggerMessage(1001, LogLevel.Warning, "{Path} was answered with {Code}")]
        public static partial void Refused(ILogger log, Exception e, string path, ErrorCode code);
    }
}
