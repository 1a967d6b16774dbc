namespace Cairn.Core.Search;

/// <summary>Kinds of token in a filter or an order clause.</summary>
public enum FilterTokenKind
{
    /// <summary>A name, dotted and quoted parts included, or a keyword.</summary>
    Word,

    /// <summary>Text in single quotes.</summary>
    Text,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A run of <c>&lt; &gt; = ~ !</c>.</summary>
    Comparator,

    /// <summary><c>(</c></summary>
    Open,

    /// <summary><c>)</c></summary>
    Close,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>;</c></summary>
    Semicolon,

    /// <summary>Any other character, such as an arithmetic operator.</summary>
    Operator,

    /// <summary>A quote that is never closed.</summary>
    OpenQuote,
}

/// <summary>A piece of a filter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts in the filter.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Text">Its text as written, quotes included.</param>
public readonly record struct FilterToken(FilterTokenKind Kind, int Start, int End, string Text)
{
    private static readonly string[] _reserved = ["AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "ILIKE", "BETWEEN"];

    /// <summary>Whether this is the keyword, in any case.</summary>
    public bool Is(string keyword) =>
        Kind == FilterTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>A word that is no keyword of this language.</summary>
    public bool IsName => Kind == FilterTokenKind.Word && !Array.Exists(_reserved, Is);
}
