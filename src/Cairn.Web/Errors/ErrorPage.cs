using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Errors;

/// <summary>Errors as a page: what happened and what to do.</summary>
public static class ErrorPage
{
    /// <summary>Makes the page. The caller sets the headers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="correlationId">The id under which the server's log says more; null for none.</param>
    public static IResult Of(PageRequest request, int status, string message, string? correlationId) =>
        Results.RazorSlice<ErrorView, ErrorModel>(
            new(
                new(request, Title(status), Section.None) { Crumbs = [new("Experiments", ""), new(Title(status))] },
                status,
                message,
                correlationId
            ),
            status
        );

    private static string Title(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => "The link is not valid",
            StatusCodes.Status401Unauthorized => "Sign in to see this page",
            StatusCodes.Status403Forbidden => "You cannot see this page",
            StatusCodes.Status404NotFound => "Not found",
            StatusCodes.Status503ServiceUnavailable => "The server cannot answer now",
            >= 500 => "The server failed to make this page",
            _ => "This page cannot be shown",
        };
}

/// <summary>An error.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="CorrelationId">The id in the server's log; null for none.</param>
public sealed record ErrorModel(PageFrame Frame, int Status, string Message, string? CorrelationId) : PageModel(Frame);
