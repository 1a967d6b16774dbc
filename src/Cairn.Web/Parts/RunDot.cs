using Cairn.Web.Runs;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Parts;

/// <summary>The dot in a run's colour, which is the same on every page.</summary>
public static class RunDot
{
    /// <summary>The dot.</summary>
    /// <param name="runId">The run.</param>
    public static IHtmlContent Of(string runId) =>
        new HtmlString($"<i class=\"dot run-{RunText.Colour(runId)}\" aria-hidden=\"true\"></i>");
}
