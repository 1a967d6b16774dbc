using System.CommandLine;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Commands.Artifacts;

/// <summary>
/// <c>cairn artifacts</c>: works on a folder, a <c>wasbs:</c> or an <c>abfss:</c> URI with the credentials that the
/// server would use.
/// </summary>
internal static class ArtifactsCommand
{
    private static readonly Option<bool> _createContainer = new("--create-container")
    {
        Description = "Make the container if it does not exist.",
        Recursive = true,
    };

    public static Command Create()
    {
        var command = new Command("artifacts", "Look at, copy and delete artifacts in a store.") { _createContainer };
        command.Subcommands.Add(List());
        command.Subcommands.Add(Copy("upload", "Send a file or a folder to a store.", local: true));
        command.Subcommands.Add(Copy("download", "Fetch a file or a folder from a store.", local: false));
        command.Subcommands.Add(Delete());
        command.Subcommands.Add(SignedUrl());
        command.Subcommands.Add(Rehydrate());
        return command;
    }

    private static Argument<string> Uri() =>
        new("URI")
        {
            Description = "A folder, or wasbs://CONTAINER@ACCOUNT.blob.core.windows.net/PATH, abfss://…, https://…",
        };

    private static Command List()
    {
        var uri = Uri();
        var recursive = new Option<bool>("--recursive", "-r")
        {
            Description = "List the files of the folders below too.",
        };
        var command = new Command("list", "List a folder: sizes in bytes, and names.") { uri, recursive };
        command.SetAction(
            async (parsed, ct) =>
            {
                using var stores = Open(parsed);
                var place = stores.Open(parsed.GetValue(uri)!);
                var output = parsed.InvocationConfiguration.Output;
                if (parsed.GetValue(recursive))
                {
                    await foreach (var file in ArtifactTree.FilesAsync(place, ct))
                    {
                        await output.WriteLineAsync(
                            $"{file.Size, 15}  {file.Path.Value[place.Path.Value.Length..].TrimStart('/')}"
                        );
                    }

                    return ExitCode.Ok;
                }

                await foreach (var entry in place.Store.ListAsync(place.Path, ct))
                {
                    await output.WriteLineAsync(
                        entry.IsFolder ? $"{"", 15}  {entry.Name}/" : $"{entry.Size, 15}  {entry.Name}"
                    );
                }

                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static Command Copy(string name, string description, bool local)
    {
        var (uri, file) = (Uri(), new Argument<string>("FILE") { Description = "A file or a folder of this machine." });
        var command = local
            ? new Command(name, description) { file, uri }
            : new Command(name, description) { uri, file };
        command.SetAction(
            async (parsed, ct) =>
            {
                using var stores = Open(parsed);
                var place = stores.Open(parsed.GetValue(uri)!);
                var copy = new ArtifactCopy(new ProgressLine(parsed.InvocationConfiguration.Error));
                await (
                    local
                        ? copy.UploadAsync(parsed.GetValue(file)!, place, ct)
                        : copy.DownloadAsync(place, parsed.GetValue(file)!, ct)
                );
                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static Command Delete()
    {
        var uri = Uri();
        var command = new Command("delete", "Delete a file, or a folder with all that is in it.") { uri };
        command.SetAction(
            async (parsed, ct) =>
            {
                using var stores = Open(parsed);
                var place = stores.Open(parsed.GetValue(uri)!, fromParent: true);
                await place.Store.DeleteAsync(place.Path, ct);
                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static Command SignedUrl()
    {
        var uri = Uri();
        var minutes = new Option<int>("--minutes")
        {
            Description = "For how long the URL is good.",
            DefaultValueFactory = _ => 5,
        };
        var command = new Command("url", "Print a signed URL from which anybody can download a file for a while.")
        {
            uri,
            minutes,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                using var stores = Open(parsed);
                var place = stores.Open(parsed.GetValue(uri)!);
                var downloads = Ability<ISignedDownloads>(place, "sign URLs");
                var terms = new DownloadTerms(
                    MediaTypes.Of(place.Path.Name),
                    AttachmentName.QuotedHeader(place.Path.Name),
                    TimeSpan.FromMinutes(parsed.GetValue(minutes))
                );
                var signed = await downloads.SignDownloadAsync(place.Path, terms, ct);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(signed.Request.Url);
                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static Command Rehydrate()
    {
        var uri = Uri();
        var tier = new Option<string>("--tier")
        {
            Description = "Where to.",
            DefaultValueFactory = _ => "Hot",
        }.AcceptOnlyFromAmong("Hot", "Cool", "Cold");
        var priority = new Option<string>("--priority")
        {
            Description = "Standard takes up to 15 hours, high under one for small files.",
            DefaultValueFactory = _ => "standard",
        };
        priority.AcceptOnlyFromAmong("standard", "high");
        var command = new Command("rehydrate", "Bring a file or a folder back from the archive tier.")
        {
            uri,
            tier,
            priority,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                using var stores = Open(parsed);
                var place = stores.Open(parsed.GetValue(uri)!);
                var begun = new LinePerFile(parsed.InvocationConfiguration.Output);
                await Ability<IRehydration>(place, "archive")
                    .RehydrateAsync(place.Path, parsed.GetValue(tier)!, parsed.GetValue(priority) == "high", begun, ct);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    $"{begun.Count} files are on their way back."
                );
                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static OpenedStores Open(ParseResult parsed) =>
        new(parsed.GetValue(_createContainer), parsed.InvocationConfiguration.Error);

    private static T Ability<T>(ArtifactPlace place, string what)
        where T : class => place.Store as T ?? throw CairnException.Invalid($"This kind of store cannot {what}.");

    private sealed class LinePerFile(TextWriter output) : IProgress<string>
    {
        private readonly Lock _lock = new();

        public int Count { get; private set; }

        public void Report(string value)
        {
            lock (_lock)
            {
                Count++;
                output.WriteLine(value);
            }
        }
    }
}
