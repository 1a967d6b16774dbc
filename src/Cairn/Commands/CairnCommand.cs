using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Cairn.Commands.Artifacts;
using Cairn.Commands.Doctor;
using Cairn.Core.Errors;
using Cairn.Server;

namespace Cairn.Commands;

/// <summary>The command line: one file per verb beside this one, one line here.</summary>
internal static class CairnCommand
{
    /// <summary>Runs what <paramref name="args"/> ask for and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        // '@file' would make a file's content part of the command line; a password may well start with '@'.
        var parsed = Create()
            .Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // The server stops by itself, and finishes what it has accepted first.
        };
        try
        {
            EnvFile.Apply(parsed.GetValue(EnvFile.Option));
            return await RunAsync(parsed, configuration);
        }
        catch (ConfigurationException e)
        {
            await error.WriteLineAsync($"cairn: {e.Message}");
            return ExitCode.BadConfiguration;
        }
        catch (Db.UnreachableException e)
        {
            await error.WriteLineAsync($"cairn: {e.Message}");
            return ExitCode.Unreachable;
        }
        catch (CairnException e)
        {
            await error.WriteLineAsync($"cairn: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, InvocationConfiguration configuration)
    {
        var problems = parsed.Action is HelpText or PrintAction ? [] : Problems(parsed).ToList();
        if (problems.Count == 0)
        {
            return await parsed.InvokeAsync(configuration);
        }

        foreach (var problem in problems)
        {
            await configuration.Error.WriteLineAsync($"cairn: {problem}");
        }

        await configuration.Error.WriteLineAsync(
            $"Run '{CommandPath(parsed.CommandResult)} --help' for all flags and variables."
        );
        return ExitCode.BadConfiguration;
    }

    /// <summary>All that is wrong with the command line and the environment, together.</summary>
    private static IEnumerable<string> Problems(ParseResult parsed) =>
        parsed
            .Errors.Select(e => e.Message)
            .Concat(parsed.CommandResult.Command is SettingsCommand command ? command.Flags.Read(parsed).Errors : []);

    private static RootCommand Create()
    {
        var root = new RootCommand(
            $"""
            Cairn {ServerVersion.Cairn}: a tracking server for MLflow clients.

            Start with 'cairn server': it serves http://127.0.0.1:5000 and keeps its data in ./mlflow.db and ./mlartifacts.
            """
        );

        // '-h' is '--host' for the server, as in MLflow.
        root.Options.Clear();
        root.Options.Add(new HelpOption("--help") { Description = "Show this help.", Action = new HelpText() });
        root.Options.Add(VersionFlag());
        root.Options.Add(EnvFile.Option);

        root.SetAction(parsed => new HelpText().Invoke(parsed));
        root.Subcommands.Add(ServerCommand.Create());
        root.Subcommands.Add(ArtifactsCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(Db.DbCommand.Create());
        return root;
    }

    private static VersionOption VersionFlag() =>
        new("--version")
        {
            Description = "Show the version.",
            Action = new PrintAction($"cairn {ServerVersion.Cairn} (MLflow API {ServerVersion.Mlflow})"),
        };

    private static string CommandPath(CommandResult result) =>
        result.Parent is CommandResult ? $"cairn {result.Command.Name}" : "cairn";
}
