using Cairn.Core.Errors;

namespace Cairn.Core.Search;

/// <summary>
/// Cuts a filter into tokens. Where the cuts lie decides what an error message names, so they follow MLflow's, which
/// reads filters
/// as SQL.
/// </summary>
public static class FilterTokenizer
{
    /// <summary>The tokens of a text, without white space.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE for a character that no database stores.</exception>
    public static List<FilterToken> Tokenize(string text)
    {
        if (text.Contains('\0'))
        {
            throw CairnException.Invalid("A filter or order clause must not contain the character NUL.");
        }

        var tokens = new List<FilterToken>();
        for (var at = 0; at < text.Length; )
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var (kind, end) = Next(text, at);
            tokens.Add(new(kind, at, end, text[at..end]));
            at = end;
        }

        return tokens;
    }

    private static (FilterTokenKind Kind, int End) Next(string text, int at)
    {
        switch (text[at])
        {
            case '(':
                return (FilterTokenKind.Open, at + 1);
            case ')':
                return (FilterTokenKind.Close, at + 1);
            case ',':
                return (FilterTokenKind.Comma, at + 1);
            case ';':
                return (FilterTokenKind.Semicolon, at + 1);
            case '\'' when QuoteEnd(text, at) is { } end:
                return (FilterTokenKind.Text, end);
            case '"' or '`' when QuoteEnd(text, at) is { } end:
                return (FilterTokenKind.Word, NameEnd(text, end));
            case '\'' or '"' or '`':
                return (FilterTokenKind.OpenQuote, at + 1);
            case var c when IsComparator(c):
                return (FilterTokenKind.Comparator, EndOf(text, at, IsComparator));
        }

        if (NumberEnd(text, at) is { } numberEnd && !(numberEnd < text.Length && IsWord(text[numberEnd])))
        {
            return (FilterTokenKind.Number, numberEnd);
        }

        return IsWord(text[at])
            ? (FilterTokenKind.Word, NameEnd(text, EndOf(text, at, IsWord)))
            : (FilterTokenKind.Operator, at + 1);
    }

    /// <summary>
    /// The end of a name whose first part ends at <paramref name="at"/>: <c>.part</c> any number of times, the last one
    /// may be empty.
    /// </summary>
    private static int NameEnd(string text, int at)
    {
        while (at < text.Length && text[at] == '.')
        {
            at++;
            if (at < text.Length)
            {
                at = text[at] is '`' or '"' or '\'' ? QuoteEnd(text, at) ?? at : EndOf(text, at, IsWord);
            }
        }

        return at;
    }

    /// <summary>
    /// The end of a quoted part. A doubled quote and one after a backslash belong to it, unless no other quote could
    /// close it.
    /// </summary>
    private static int? QuoteEnd(string text, int at)
    {
        var quote = text[at];
        int? fallback = null;
        for (var i = at + 1; i < text.Length; i++)
        {
            var nextIsQuote = i + 1 < text.Length && text[i + 1] == quote;
            if (text[i] == quote)
            {
                if (!nextIsQuote)
                {
                    return i + 1;
                }

                fallback = ++i;
            }
            else if (text[i] == '\\' && nextIsQuote && quote != '`')
            {
                fallback = ++i + 1;
            }
        }

        return fallback;
    }

    private static int? NumberEnd(string text, int at)
    {
        var i = at;
        if (text[i] == '-')
        {
            if (at > 0 && (IsWord(text[at - 1]) || text[at - 1] is ')' or ']'))
            {
                return null;
            }

            i++;
        }

        var whole = EndOf(text, i, char.IsAsciiDigit);
        var digits = whole - i;
        i = whole;
        if (i < text.Length && text[i] == '.')
        {
            var fraction = EndOf(text, i + 1, char.IsAsciiDigit);
            digits += fraction - i - 1;
            i = fraction;
        }

        if (digits == 0)
        {
            return null;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            var exponent = i + 1 < text.Length && text[i + 1] is '+' or '-' ? i + 2 : i + 1;
            var exponentEnd = EndOf(text, exponent, char.IsAsciiDigit);
            return exponentEnd > exponent ? exponentEnd : i;
        }

        return i;
    }

    private static int EndOf(string text, int at, Func<char, bool> belongs)
    {
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsComparator(char c) => c is '<' or '>' or '=' or '~' or '!';

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '#' || char.IsSurrogate(c);
}
