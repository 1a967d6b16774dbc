using System.Globalization;

namespace Cairn.Web.Parts;

/// <summary>Numbers as pages show them.</summary>
public static class Numbers
{
    /// <summary>A value with 4 significant digits; whole numbers below ten million in full.</summary>
    public static string Short(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return Full(value);
        }

        var size = Math.Abs(value);
        if (value == Math.Truncate(value) && size < 1e7)
        {
            return value.ToString("0", CultureInfo.InvariantCulture);
        }

        if (size is < 1e-4 or >= 1e7)
        {
            return value.ToString("0.000e0", CultureInfo.InvariantCulture);
        }

        var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 7);
        return value.ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    /// <summary>A value with all of its digits.</summary>
    public static string Full(double value) =>
        double.IsPositiveInfinity(value) ? "Infinity"
        : double.IsNegativeInfinity(value) ? "-Infinity"
        : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A count, with separators: "1,204".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A duration: "820 ms", "1m 12s", "2h 05m", "3d 4h".</summary>
    /// <param name="milliseconds">Its length.</param>
    public static string Duration(long milliseconds)
    {
        var span = TimeSpan.FromMilliseconds(Math.Max(milliseconds, 0));
        var culture = CultureInfo.InvariantCulture;
        return span.TotalSeconds < 1 ? string.Create(culture, $"{milliseconds} ms")
            : span.TotalMinutes < 1 ? string.Create(culture, $"{span.TotalSeconds:0.0}s")
            : span.TotalHours < 1 ? string.Create(culture, $"{span.Minutes}m {span.Seconds:00}s")
            : span.TotalDays < 1 ? string.Create(culture, $"{span.Hours}h {span.Minutes:00}m")
            : string.Create(culture, $"{(long)span.TotalDays}d {span.Hours}h");
    }

    /// <summary>A size: "3.1 MB". Units are powers of 1000.</summary>
    public static string Size(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 999.5 && unit < _units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(unit == 0 || value >= 100 ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("0.0", CultureInfo.InvariantCulture))} {_units[unit]}"
        );
    }

    private static readonly string[] _units = ["B", "kB", "MB", "GB", "TB", "PB"];
}
