using System.Diagnostics;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.UnitTests.Artifacts;

/// <summary>What is said of a file that was deleted by mistake.</summary>
public sealed class DeletedBlobTests
{
    private const string SoftDeleted =
        "<Deleted>true</Deleted><Properties><RemainingRetentionDays>5</RemainingRetentionDays></Properties>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names =>
        ["a.txt", "a b.txt", "it's $(touch x) `id`.txt", "-rf", "'; echo \"x\" & '", @"back\slash", "größe €.bin"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_SoftDeleted_OffersACommandThatAShellReadsAsItIs(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the commands are for a POSIX shell");
        var blob = "1/r/" + name.Replace(@"\", "%5C", StringComparison.Ordinal);
        var message = await MessageAsync("1/r/" + name, (blob, SoftDeleted));
        message.ShouldContain("5 more days");
        (await WordsAsync(message)).ShouldBe([
            "storage",
            "blob",
            "undelete",
            "--account-name",
            "acc",
            "--container-name",
            "abc",
            "--name=" + blob,
        ]);
    }

    [Fact]
    public async Task Read_ContainerWhoseNameAShellWouldExpand_IsQuoted() =>
        (await WordsAsync(await MessageAsync("a", "$web", ("a", SoftDeleted)))).ShouldContain("$web");

    [Fact]
    public async Task Read_DeletedWithVersioning_OffersItsNewestVersion()
    {
        const string Old =
            "<HasVersionsOnly>true</HasVersionsOnly><VersionId>2026-01-01T00:00:00.0000000Z</VersionId><Properties />";
        const string Newest =
            "<HasVersionsOnly>true</HasVersionsOnly><VersionId>2026-02-02T00:00:00.0000000Z</VersionId><Properties />";
        const string Sibling =
            "<VersionId>2026-03-03T00:00:00.0000000Z</VersionId><IsCurrentVersion>true</IsCurrentVersion><Properties />";
        var words = await WordsAsync(await MessageAsync("it's", ("it's", Old), ("it's", Newest), ("it's_v2", Sibling)));
        words[..3].ShouldBe(["storage", "blob", "copy"]);
        words.ShouldContain("--destination-blob=it's");
        var source = new Uri(words[^1]);
        Uri.UnescapeDataString(source.AbsolutePath).ShouldBe("/abc/it's");
        Uri.UnescapeDataString(source.Query).ShouldBe("?versionid=2026-02-02T00:00:00.0000000Z");
    }

    [Fact]
    public async Task Read_OnlyOneThatBeginsLikeItWasDeleted_IsJustMissing() =>
        (await MessageAsync("model", ("model.txt", SoftDeleted))).ShouldNotContain("deleted");

    private static Task<string> MessageAsync(string path, params (string Name, string Xml)[] kept) =>
        MessageAsync(path, "abc", kept);

    private static async Task<string> MessageAsync(
        string path,
        string container,
        params (string Name, string Xml)[] kept
    )
    {
        using var azure = KeptBlobs.Of(kept);
        var store = azure.Open(
            new() { ["AZURE_STORAGE_KEY"] = "a2V5" },
            $"wasbs://{container}@acc.blob.core.windows.net",
            o => o with { NetworkTimeout = TimeSpan.FromMinutes(1) }
        );
        return (
            await Should.ThrowAsync<CairnException>(() => store.OpenReadAsync(ArtifactPath.Parse(path), null, Ct))
        ).Message;
    }

    /// <summary>What a shell makes of the command in a message: the words that <c>az</c> would get.</summary>
    private static async Task<string[]> WordsAsync(string message)
    {
        var command = message[(message.IndexOf("`az ", StringComparison.Ordinal) + 1)..message.LastIndexOf('`')];
        var start = new ProcessStartInfo("/bin/sh", ["-c", "az() { printf '%s\\n' \"$@\"; }\n" + command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var shell = Process.Start(start)!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(Ct), shell.StandardError.ReadToEndAsync(Ct));
        await shell.WaitForExitAsync(Ct);
        (await error).ShouldBeEmpty(command);
        return (await output).TrimEnd('\n').Split('\n');
    }
}
