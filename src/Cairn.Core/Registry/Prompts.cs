using Cairn.Contracts.Registry;

namespace Cairn.Core.Registry;

/// <summary>Prompts are registered models with a tag; their text is a tag of each version.</summary>
public static class Prompts
{
    /// <summary>The tag that makes a model or version a prompt when it is <c>true</c>.</summary>
    public const string Tag = "mlflow.prompt.is_prompt";

    /// <summary>The tag that holds a prompt version's text.</summary>
    public const string TextTag = "mlflow.prompt.text";

    /// <summary>Whether these tags make a prompt.</summary>
    public static bool Is(IEnumerable<RegistryTag>? tags) =>
        tags?.Any(t => t.Key == Tag && string.Equals(t.Value, "true", StringComparison.OrdinalIgnoreCase)) == true;
}
