using System.Globalization;
using Cairn.Core.Errors;
using Cairn.Core.Metrics.Series;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Metrics.Series;

/// <summary>Reads what a chart asks for from its query string.</summary>
internal static class SeriesRequest
{
    private const int MaxRuns = 100;
    private const int MaxKeys = 100;
    private const int MaxSeries = 2000;
    private const int MaxWidth = 4000;
    private const int DefaultWidth = 800;

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE, naming the parameter.</exception>
    public static SeriesQuery Parse(IQueryCollection query)
    {
        var runs = Texts(query, "run", MaxRuns);
        var keys = Texts(query, "key", MaxKeys);
        if (runs.Count * keys.Count > MaxSeries)
        {
            throw CairnException.Invalid(
                $"Too many series: {runs.Count} runs and {keys.Count} keys. One request reads at most {MaxSeries}."
            );
        }

        var from = Number(query, "from");
        var to = Number(query, "to");
        if (from > to)
        {
            throw CairnException.Invalid($"Parameter 'from' ({from}) is greater than parameter 'to' ({to}).");
        }

        return new(runs, keys, Axis(query), from, to, Width(query), After(query, runs.Count * keys.Count));
    }

    private static List<string> Texts(IQueryCollection query, string name, int most)
    {
        var texts = query[name].OfType<string>().Where(text => text.Length > 0).ToList();
        if (texts.Count == 0)
        {
            throw CairnException.Invalid($"Missing value for required parameter '{name}'.");
        }

        return texts.Count <= most
            ? texts
            : throw CairnException.Invalid(
                $"Too many values for parameter '{name}': {texts.Count}. One request takes at most {most}."
            );
    }

    private static SeriesAxis Axis(IQueryCollection query) =>
        (string?)query["x"] switch
        {
            null or "" or "step" => SeriesAxis.Step,
            "time" => SeriesAxis.Time,
            var other => throw CairnException.Invalid(
                $"Invalid value '{other}' for parameter 'x'. It must be 'step' or 'time'."
            ),
        };

    private static int Width(IQueryCollection query) =>
        Number(query, "width") switch
        {
            null => DefaultWidth,
            >= 1 and <= MaxWidth and var width => (int)width,
            var other => throw CairnException.Invalid(
                $"Invalid value {other} for parameter 'width'. It must be from 1 to {MaxWidth}."
            ),
        };

    private static long? Number(IQueryCollection query, string name)
    {
        var text = (string?)query[name];
        return string.IsNullOrEmpty(text) ? null : Number(text, name);
    }

    private static long Number(string text, string name) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw CairnException.Invalid($"Invalid value '{text}' for parameter '{name}'. It must be an integer.");

    /// <summary>One number for each series, separated by commas; an empty place is a series without a limit.</summary>
    private static List<long?> After(IQueryCollection query, int series)
    {
        var text = (string?)query["after"];
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var parts = text.Split(',');
        return parts.Length == series
            ? [.. parts.Select(part => part.Length == 0 ? (long?)null : Number(part, "after"))]
            : throw CairnException.Invalid(
                $"Parameter 'after' has {parts.Length} values. It needs one for each series: {series}."
            );
    }
}
