using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Runs.OneRun;

/// <summary>The state of a run, with a shape and a word.</summary>
public static class RunState
{
    /// <summary>The state.</summary>
    /// <param name="status">The status as the API names it.</param>
    public static IHtmlContent Of(string status) =>
        new HtmlString(
            status switch
            {
                "RUNNING" => "<span class=\"state live\">◌ running</span>",
                "SCHEDULED" => "<span class=\"state\">◷ scheduled</span>",
                "FINISHED" => "<span class=\"state good\">✓ finished</span>",
                "FAILED" => "<span class=\"state bad\">✕ failed</span>",
                "KILLED" => "<span class=\"state bad\">■ killed</span>",
                _ => "<span class=\"state\">unknown</span>",
            }
        );
}
