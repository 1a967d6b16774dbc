using System.Globalization;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Parts;

/// <summary>Points in time: "3 min ago", with the full time on hover. A script turns full times into local ones.</summary>
public static class TimeHtml
{
    /// <summary>An element for a time; a dash when it is unknown.</summary>
    /// <param name="request">The request, for the present time and the reader's choice.</param>
    /// <param name="milliseconds">Since 1970, UTC.</param>
    public static IHtmlContent Of(PageRequest request, long? milliseconds)
    {
        if (milliseconds is not (> -62_135_596_800_000 and < 253_402_300_800_000))
        {
            return new HtmlString("<span class=\"muted\">–</span>");
        }

        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value);
        var iso = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var full = time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        var text = request.ShowsAbsoluteTimes ? full : Relative(request.Now - time);
        return new HtmlString($"<time datetime=\"{iso}\" title=\"{full}\">{text}</time>");
    }

    /// <summary>How long ago something was.</summary>
    public static string Relative(TimeSpan age)
    {
        if (age < TimeSpan.Zero)
        {
            return "in " + Amount(-age);
        }

        return age < TimeSpan.FromSeconds(5) ? "just now" : Amount(age) + " ago";
    }

    private static string Amount(TimeSpan span) =>
        span.TotalSeconds < 60 ? Text(span.TotalSeconds, "s")
        : span.TotalMinutes < 60 ? Text(span.TotalMinutes, "min")
        : span.TotalHours < 24 ? Text(span.TotalHours, "h")
        : span.TotalDays < 60 ? Text(span.TotalDays, "d")
        : span.TotalDays < 730 ? Text(span.TotalDays / 30.44, "mo")
        : Text(span.TotalDays / 365.25, "y");

    private static string Text(double amount, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)amount} {unit}");
}
