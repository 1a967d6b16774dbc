using Cairn.Contracts.Registry;
using Cairn.Core.Errors;
using Cairn.Core.Validation;

namespace Cairn.Core.Registry;

/// <summary>What tags of models and versions may be.</summary>
public static class RegistryTagRules
{
    private const int LongestValue = 100_000;

    /// <summary>The last tag of each key, each checked.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static IReadOnlyList<RegistryTag> Checked(IReadOnlyList<RegistryTag>? tags)
    {
        if (tags is null or { Count: 0 })
        {
            return [];
        }

        var isPrompt = Prompts.Is(tags.Where(t => t is not null));
        var last = new SortedDictionary<string, RegistryTag>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            if (tag is null)
            {
                throw CairnException.Invalid("Invalid value null in parameter 'tags' supplied.");
            }

            if (isPrompt && tag.Key == Prompts.TextTag && tag.Value is { } text && Lengths.Of(text) > LongestValue)
            {
                throw CairnException.Invalid($"Prompt text exceeds max length of {LongestValue} characters.");
            }

            last[tag.Key ?? ""] = Checked(tag.Key, tag.Value);
        }

        return [.. last.Values];
    }

    /// <summary>A tag, checked.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static RegistryTag Checked(string? key, string? value)
    {
        Names.Demand(key ?? "", "key", "key");
        Lengths.Demand("value", value, LongestValue);
        return new() { Key = key ?? "", Value = value ?? "" };
    }
}
