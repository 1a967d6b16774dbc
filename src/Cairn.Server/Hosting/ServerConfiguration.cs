using Cairn.Azure;
using Cairn.Core.Secrets;
using Cairn.Server.Artifacts;
using Cairn.Server.Settings;

namespace Cairn.Server.Hosting;

/// <summary>What flags and environment amount to.</summary>
/// <param name="Options">The options; only to be used when there are no errors.</param>
/// <param name="Errors">Everything that is wrong, each naming its flag or variable.</param>
/// <param name="Ignored">The flags and variables that were given and have no effect.</param>
public sealed record ServerConfiguration(
    ServerOptions Options,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Ignored
)
{
    private const string GuidesArtifactRoot = "MLFLOW_ARTIFACT_ROOT";

    /// <summary>Reads the configuration of a server that is started without flags in this environment.</summary>
    public static ServerConfiguration FromEnvironment() =>
        Read(new Dictionary<string, string>(), Environment.GetEnvironmentVariable);

    /// <summary>Weighs flags over environment variables over defaults. An empty variable counts as unset.</summary>
    /// <param name="flags">The text of each flag that was given, by <see cref="Setting.Flag"/>; "true" or "false" for a
    /// switch.</param>
    /// <param name="variable">Looks an environment variable up.</param>
    /// <param name="settings">The settings that count here; null for all.</param>
    public static ServerConfiguration Read(
        IReadOnlyDictionary<string, string> flags,
        Func<string, string?> variable,
        IReadOnlyList<Setting<ServerOptions>>? settings = null
    )
    {
        var (options, errors, ignored) = (Of(variable), new List<string>(), new List<string>());
        var (sources, texts) = (new SettingSources(), new List<string>());
        foreach (var setting in settings ?? ServerSettings.All)
        {
            if (Find(setting, flags, variable) is not var (source, text))
            {
                continue;
            }

            sources.Add(setting.Name, source);
            texts.Add(text);
            if (setting.IsIgnored)
            {
                ignored.Add(source);
                continue;
            }

            try
            {
                options = setting.Apply(options, text);
            }
            catch (FormatException e)
            {
                errors.Add($"{source}: {SafeUri.Scrub(e.Message, text)}.");
            }
        }

        options = ApplyGuidesRoot(options, sources, variable);
        texts.AddRange([options.Artifacts.Destination, options.Artifacts.Root]);
        errors.AddRange(
            ServerValidation.Validate(options, sources).Select(error => texts.Aggregate(error, SafeUri.Scrub))
        );
        return new(options, errors, ignored);
    }

    private static (string Source, string Text)? Find(
        Setting setting,
        IReadOnlyDictionary<string, string> flags,
        Func<string, string?> variable
    )
    {
        if (setting.Flag is { } flag && flags.TryGetValue(flag, out var text))
        {
            return (text == "false" && setting.NegativeFlag is { } negative ? negative : flag, text);
        }

        return setting.Variable is { } name && variable(name) is { Length: > 0 } value ? (name, value) : null;
    }

    /// <summary>
    /// A well-known guide sets this variable, which MLflow's server does not read: it is an alias below the two that it
    /// does.
    /// </summary>
    private static ServerOptions ApplyGuidesRoot(
        ServerOptions options,
        SettingSources sources,
        Func<string, string?> variable
    )
    {
        if (variable(GuidesArtifactRoot) is not { Length: > 0 } root)
        {
            return options;
        }

        var artifacts = options.Artifacts;
        var name = artifacts.ServeArtifacts ? ArtifactSettings.Destination : ArtifactSettings.DefaultRoot;
        if (sources.IsSet(name))
        {
            return options;
        }

        sources.Add(name, GuidesArtifactRoot);
        return options with
        {
            Artifacts = artifacts.ServeArtifacts
                ? artifacts with
                {
                    Destination = root.Trim(),
                }
                : artifacts with
                {
                    DefaultRoot = root.Trim(),
                },
        };
    }

    /// <summary>The defaults, with the environment for the features that read many variables of other tools.</summary>
    private static ServerOptions Of(Func<string, string?> variable)
    {
        var azure = new AzureEnvironment { Settings = new(variable) };
        return new()
        {
            Storage = new() { Environment = variable, Azure = azure },
            Artifacts = new() { Azure = new() { Environment = azure } },
        };
    }
}
