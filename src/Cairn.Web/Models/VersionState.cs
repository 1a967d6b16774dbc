using System.Text.Encodings.Web;
using Cairn.Contracts.Registry;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Models;

/// <summary>The state of a version as a word with its colour.</summary>
public static class VersionState
{
    /// <summary>The state; a message of the registration on hover.</summary>
    public static IHtmlContent Of(ModelVersion version)
    {
        var (kind, text) = version.Status switch
        {
            "READY" => ("good", "Ready"),
            "PENDING_REGISTRATION" => ("live", "Pending"),
            _ => ("bad", "Failed"),
        };
        var message = HtmlEncoder.Default.Encode(version.StatusMessage ?? "");
        return new HtmlString($"<span class=\"state {kind}\" title=\"{message}\">{text}</span>");
    }
}
