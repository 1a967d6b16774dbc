using Cairn.Core.Errors;

namespace Cairn.Core.Validation;

/// <summary>Lengths as MLflow counts them: in characters of Unicode, not in units of UTF-16.</summary>
public static class Lengths
{
    /// <summary>The number of characters.</summary>
    public static int Of(string text)
    {
        var pairs = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when <paramref name="text"/> is longer than <paramref
    /// name="most"/>.</exception>
    public static void Demand(string what, string? text, int most)
    {
        if (text is not null && text.Length > most && Of(text) > most)
        {
            throw CairnException.Invalid($"'{what}' exceeds the maximum length of {most} characters");
        }
    }

    /// <summary>The first <paramref name="most"/> characters.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = 0;
        for (var count = 0; count < most && end < text.Length; count++)
        {
            end +=
                char.IsHighSurrogate(text[end]) && end + 1 < text.Length && char.IsLowSurrogate(text[end + 1]) ? 2 : 1;
        }

        return text[..end];
    }
}
