using System.Globalization;

namespace Cairn.Artifacts.Azure.Failures;

/// <summary>Reads when a shared access signature ends.</summary>
internal static class SasExpiry
{
    public static DateTimeOffset? Of(string sas)
    {
        foreach (var part in sas.TrimStart('?').Split('&'))
        {
            if (part.StartsWith("se=", StringComparison.Ordinal))
            {
                return DateTimeOffset.TryParse(
                    Uri.UnescapeDataString(part[3..]),
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var end
                )
                    ? end
                    : null;
            }
        }

        return null;
    }
}
