using Cairn.Commands;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Schema;

/// <summary><c>cairn db upgrade --additive-only</c>, which the chart runs while older pods serve.</summary>
public sealed class AdditiveUpgradeTests(PostgresFixture postgres)
{
    private const string Earlier = "UPDATE alembic_version SET version_num = 'ae8bbe7743c9'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upgrade_ThatOnlyAdds_IsMadeWhileOthersServe()
    {
        var uri = await EarlierAsync("ALTER TABLE runs DROP COLUMN deleted_time", "DROP TABLE webhook_events");
        var (code, text) = await UpgradeAsync(uri, "--additive-only");
        code.ShouldBe(0, text);
        (await StateAsync(uri)).ShouldBe(SchemaState.Head);
    }

    [Fact]
    public async Task Status_AtHead_SaysThatWaitingHelpsUntilItIs()
    {
        var uri = await EarlierAsync();
        (await RunAsync("status", uri)).Code.ShouldBe(ExitCode.Ok);
        (await RunAsync("status", uri, "--at-head")).Code.ShouldBe(ExitCode.Unreachable);
        (await UpgradeAsync(uri)).Code.ShouldBe(ExitCode.Ok);
        (await RunAsync("status", uri, "--at-head")).Code.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Upgrade_ThatChangesWhatIsThere_IsRefusedUntilOthersAreStopped()
    {
        var uri = await EarlierAsync(
            "ALTER TABLE runs DROP COLUMN deleted_time",
            "ALTER TABLE metrics ALTER COLUMN step TYPE integer"
        );
        var (code, text) = await UpgradeAsync(uri, "--additive-only");
        code.ShouldBe(1, text);
        text.ShouldContain("ALTER TABLE metrics ALTER COLUMN \"step\" TYPE bigint");
        text.ShouldContain("migration.allowDowntime=true");
        (await StateAsync(uri)).ShouldBe(SchemaState.Older);

        (code, text) = await UpgradeAsync(uri);
        code.ShouldBe(0, text);
        (await StateAsync(uri)).ShouldBe(SchemaState.Head);
    }

    /// <summary>The head, less what these statements take from it, under the revision before.</summary>
    private async Task<string> EarlierAsync(params string[] changes)
    {
        await using var test = await TestDatabase.CreateAsync(Backend.Postgres, postgres);
        await using var database = await test.OpenAsync(Ct);
        await new SchemaGate(database, TimeProvider.System).OpenAsync("r", false, Ct);
        foreach (var change in changes.Append(Earlier))
        {
            await database.WriteAsync(async session => await session.ExecuteAsync(change), Ct);
        }

        return test.Uri;
    }

    private static async Task<SchemaState> StateAsync(string uri)
    {
        await using var database = await TestDatabase.OpenAsync(uri, Ct);
        return (await new SchemaGate(database, TimeProvider.System).StatusAsync(Ct)).State;
    }

    private static Task<(int Code, string Text)> UpgradeAsync(string uri, params string[] flags) =>
        RunAsync(["upgrade", uri, .. flags]);

    private static async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return (await CairnExecutable.RunAsync(["db", .. args], output, error), $"{output}{error}");
    }
}
