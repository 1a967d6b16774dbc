using System.CommandLine;
using Cairn.Commands;
using Cairn.Commands.Artifacts;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.OtherNames;

/// <summary>
/// <c>az</c>: lists blobs as the Azure CLI does, with the credential that the server uses; for everything else it names
/// Cairn's own
/// command.
/// </summary>
internal static class AzName
{
    private const string List = "storage blob list";

    private static readonly Option<string> _container = new("--container-name", "-c") { Required = true };
    private static readonly Option<string?> _account = new("--account-name")
    {
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AZURE_STORAGE_ACCOUNT"),
    };
    private static readonly Option<string> _prefix = new("--prefix") { DefaultValueFactory = _ => "" };
    private static readonly Option<int> _most = new("--num-results") { DefaultValueFactory = _ => 5000 };
    private static readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        DefaultValueFactory = _ => "json",
    }.AcceptOnlyFromAmong("json", "table");

    /// <summary>Says how to log in, which the server's own credential answers.</summary>
    private static readonly Option<string> _authMode = new("--auth-mode");

    private static readonly (string Command, string Instead)[] _instead =
    [
        ("storage blob upload", "cairn artifacts upload FILE URI"),
        ("storage blob download", "cairn artifacts download URI FILE"),
        ("storage blob delete", "cairn artifacts delete URI"),
        ("storage blob generate-sas", "cairn artifacts url URI"),
        ("storage blob set-tier", "cairn artifacts rehydrate URI"),
        ("storage container create", "cairn artifacts list --create-container URI"),
        ("", "cairn doctor"),
    ];

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var command = string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')));
        if (command != List)
        {
            var instead = _instead.First(i => command.StartsWith(i.Command, StringComparison.Ordinal)).Instead;
            return await RefuseAsync(
                error,
                $"'az {command}' is not in this image. Run '{instead}' instead: it uses the server's own credential."
            );
        }

        var parsed = new RootCommand { _container, _account, _prefix, _most, _output, _authMode }.Parse(args[3..]);
        if (parsed.Errors.Count > 0)
        {
            var problem = string.Join(
                ' ',
                parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            ); // It may have lines.
            return await RefuseAsync(
                error,
                $"{problem} Here '{List}' takes --container-name, --account-name, --prefix, --num-results and --output json|table."
            );
        }

        try
        {
            await ListAsync(parsed, output, error);
            return ExitCode.Ok;
        }
        catch (CairnException e)
        {
            return await RefuseAsync(error, e.Message);
        }
    }

    private static async Task ListAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        var (container, prefix) = (parsed.GetValue(_container)!, parsed.GetValue(_prefix)!);
        var account = parsed.GetValue(_account) is { Length: > 0 } name
            ? name
            : throw CairnException.Invalid("--account-name is missing, and AZURE_STORAGE_ACCOUNT is not set.");
        using var stores = new OpenedStores(createContainer: false, error);
        var root = stores.Open($"wasbs://{container}@{ServiceHost(account)}");
        var folder = ArtifactPath.ParseListed(prefix[..Math.Max(0, prefix.LastIndexOf('/'))]);
        var most = Math.Clamp(parsed.GetValue(_most), 1, int.MaxValue - 1);
        var blobs = await ArtifactTree
            .FilesAsync(root.At(folder), CancellationToken.None)
            .Where(blob => blob.Path.Value.StartsWith(prefix, StringComparison.Ordinal))
            .Take(most + 1)
            .ToListAsync();
        var shown = blobs.Take(most).ToList();
        await output.WriteAsync(
            parsed.GetValue(_output) == "table" ? BlobListing.Table(shown) : BlobListing.Json(container, shown)
        );
        if (blobs.Count > shown.Count)
        {
            await error.WriteLineAsync(
                $"az: there are more than {shown.Count}: --num-results shows more, --prefix fewer."
            );
        }
    }

    /// <summary>
    /// The account's host: as the server's own settings name it, so that other clouds are found; else that of the
    /// public cloud.
    /// </summary>
    private static string ServiceHost(string account) =>
        ((string[])["MLFLOW_ARTIFACTS_DESTINATION", "MLFLOW_DEFAULT_ARTIFACT_ROOT", "MLFLOW_ARTIFACT_ROOT"])
            .Select(Environment.GetEnvironmentVariable)
            .Where(text => text?.Contains('@', StringComparison.Ordinal) == true)
            .Select(text =>
                ArtifactUri.Parse(text!).Authority.Split('@')[^1].Replace(".dfs.", ".blob.", StringComparison.Ordinal)
            )
            .FirstOrDefault(host => host.StartsWith(account + ".", StringComparison.OrdinalIgnoreCase))
        ?? $"{account}.blob.core.windows.net";

    private static async Task<int> RefuseAsync(TextWriter error, string message)
    {
        await error.WriteLineAsync($"az: {message}");
        return ExitCode.Failed;
    }
}
