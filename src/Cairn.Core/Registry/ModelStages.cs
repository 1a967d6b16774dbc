using Cairn.Core.Errors;

namespace Cairn.Core.Registry;

/// <summary>The stages of a version.</summary>
public static class ModelStages
{
    /// <summary>The stage of a new version.</summary>
    public const string None = "None";

    /// <summary>What marks a deleted version in the database: its number is not used again.</summary>
    public const string Deleted = "Deleted_Internal";

    private static readonly string[] _all = [None, "Staging", "Production", "Archived"];

    /// <summary>The stage in its own spelling; case is ignored.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when there is no such stage.</exception>
    public static string Parse(string? text) =>
        Array.Find(_all, stage => string.Equals(stage, text, StringComparison.OrdinalIgnoreCase))
        ?? throw CairnException.Invalid(
            $"Invalid Model Version stage: {text}. Value must be one of {string.Join(", ", _all)}."
        );

    /// <summary>Whether a version of this stage is in use, so that it can take the place of others.</summary>
    public static bool IsActive(string stage) => stage is "Staging" or "Production";
}
