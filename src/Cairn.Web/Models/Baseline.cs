using System.Globalization;
using Cairn.Contracts.Registry;

namespace Cairn.Web.Models;

/// <summary>Which version a new one is compared with.</summary>
internal static class Baseline
{
    private static readonly string[] _aliases = ["champion", "production", "prod"];

    /// <summary>
    /// The number of the version in use: by the alias champion, production or prod, or by the stage Production. Null
    /// when there is none, or it is the version itself.
    /// </summary>
    public static long? Of(RegisteredModel model, ModelVersion version)
    {
        var aliases = model.Aliases ?? [];
        var inUse =
            _aliases
                .Select(name => aliases.FirstOrDefault(a => a.Alias.Equals(name, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(a => a is not null)
                ?.Version
            ?? (model.LatestVersions ?? []).FirstOrDefault(v => v.CurrentStage == "Production")?.Version;
        return inUse is null || inUse == version.Version ? null : long.Parse(inUse, CultureInfo.InvariantCulture);
    }
}
