namespace Cairn.Web.Models;

/// <summary>Texts as values of the search language.</summary>
internal static class ModelFilter
{
    /// <summary>Versions of one model.</summary>
    public static string VersionsOf(string name) => $"name = {Value(name)}";

    /// <summary>Models whose name contains a text, in any case; null finds all.</summary>
    public static string? NameContains(string? text) => text is null ? null : $"name ILIKE {Value($"%{text}%")}";

    /// <summary>A text in the quotes that it does not contain itself.</summary>
    private static string Value(string text) =>
        text.Contains('\'', StringComparison.Ordinal)
            ? $"\"{text.Replace("\"", "", StringComparison.Ordinal)}\""
            : $"'{text}'";
}
