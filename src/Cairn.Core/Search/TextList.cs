using Cairn.Core.Errors;

namespace Cairn.Core.Search;

/// <summary>Reads lists: quoted texts in parentheses, separated by commas; a comma may stand after the last.</summary>
internal static class TextList
{
    public static List<string> Read(Operand list)
    {
        var elements = new List<FilterToken>();
        var tokens = list.Tokens;
        for (var i = 1; i < tokens.Count - 1; i++)
        {
            if (i % 2 == 1 ? !IsElement(tokens[i]) : tokens[i].Kind != FilterTokenKind.Comma)
            {
                throw CairnException.Invalid(
                    $"While parsing a list in the query, expected quoted string values separated by commas, but got {list.Text}"
                );
            }

            if (i % 2 == 1)
            {
                elements.Add(tokens[i]);
            }
        }

        if (elements.Count == 0)
        {
            throw CairnException.Invalid(
                "While parsing a list in the query, expected a non-empty list of string values, but got empty list"
            );
        }

        return elements.Exists(e => e.Kind == FilterTokenKind.Number)
            ? throw CairnException.Invalid(
                "While parsing a list in the query, expected string value, punctuation, or whitespace, "
                    + $"but got different type in list: {PythonText.Tuple([.. elements.Select(Notation)])}"
            )
            : [.. elements.Select(e => e.Text[1..^1])];
    }

    private static bool IsElement(FilterToken token) =>
        token.Kind is FilterTokenKind.Text or FilterTokenKind.Number
        || (
            token.Kind == FilterTokenKind.Word
            && token.Text.Length >= 2
            && token.Text[0] == '"'
            && token.Text[^1] == '"'
        );

    private static string Notation(FilterToken token) =>
        token.Kind == FilterTokenKind.Number ? token.Text : PythonText.Repr(token.Text[1..^1]);
}
