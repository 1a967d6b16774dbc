using System.Text.RegularExpressions;
using Cairn.Server.Hosting.Settings;

namespace Cairn.Server.Hosting.Validation;

/// <summary>The rule for model sources is a regular expression.</summary>
internal sealed class ModelSourceRegexValidator : IServerOptionsValidator
{
    private const string Variable = "MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX";

    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources)
    {
        if (options.ModelVersionSourceRegex is not { } pattern)
        {
            return [];
        }

        try
        {
            _ = new Regex(pattern);
            return [];
        }
        catch (ArgumentException e)
        {
            return [$"{sources.Key(Variable)}: not a regular expression: {e.Message}"];
        }
    }
}
