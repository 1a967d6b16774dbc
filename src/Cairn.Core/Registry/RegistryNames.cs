using System.Globalization;
using System.Text.RegularExpressions;
using Cairn.Core.Errors;
using Cairn.Core.Validation;

namespace Cairn.Core.Registry;

/// <summary>Names of registered models, version numbers and aliases.</summary>
public static partial class RegistryNames
{
    private const int LongestAlias = 255;

    /// <summary>A model's name is a part of <c>models:/name/version</c>.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static void DemandModel(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw CairnException.Invalid("Registered model name cannot be empty.");
        }

        if (name.AsSpan().IndexOfAny('/', ':') >= 0)
        {
            throw CairnException.Invalid($"Invalid model name '{name}'. Names cannot contain '/' or ':'.");
        }

        var resolved = Names.Normalize(name);
        if (resolved != name || resolved == "." || resolved.StartsWith("..", StringComparison.Ordinal))
        {
            throw CairnException.Invalid(
                $"Invalid value {Names.Quote(name)} for parameter 'name' supplied: Names may be treated as files in certain cases, "
                    + $"and must not resolve to other names when treated as such. This name would resolve to '{resolved}'"
            );
        }
    }

    /// <summary>A version's number, which clients send as text.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when it is none.</exception>
    public static long ParseVersion(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw CairnException.Invalid($"Parameter 'version' must be an integer, got '{text}'.");

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when it cannot stand in <c>models:/name@alias</c> or is
    /// reserved.</exception>
    public static void DemandAlias(string alias)
    {
        ArgumentNullException.ThrowIfNull(alias);
        if (!AllowedAlias().IsMatch(alias))
        {
            throw CairnException.Invalid(
                $"Invalid alias name: '{alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-)."
            );
        }

        Lengths.Demand("Registered model alias name", alias, LongestAlias);
        if (IsLatest(alias))
        {
            throw CairnException.Invalid("'latest' alias name (case insensitive) is reserved.");
        }

        if (VersionLike().IsMatch(alias))
        {
            throw CairnException.Invalid($"Version alias name '{alias}' is reserved.");
        }
    }

    /// <summary>Whether this alias always names the newest version.</summary>
    public static bool IsLatest(string alias) => string.Equals(alias, "latest", StringComparison.OrdinalIgnoreCase);

    /// <summary>404 in MLflow's words.</summary>
    public static CairnException MissingModel(string? name) =>
        CairnException.Missing($"Registered Model with name={name} not found");

    /// <summary>404 in MLflow's words.</summary>
    public static CairnException MissingVersion(string? name, long version) =>
        CairnException.Missing(
            string.Create(CultureInfo.InvariantCulture, $"Model Version (name={name}, version={version}) not found")
        );

    /// <summary>400, as MLflow says it.</summary>
    public static CairnException MissingAlias(string alias) =>
        CairnException.Invalid($"Registered model alias {alias} not found.");

    [GeneratedRegex(@"^[\w\-]+\z")]
    private static partial Regex AllowedAlias();

    [GeneratedRegex(@"^[vV][0-9]+\z")]
    private static partial Regex VersionLike();
}
