using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Recorded;

/// <summary>Replays what a real MLflow server answered, case by case, against the real server.</summary>
public sealed class RecordedCaseTests(SharedCairn onSqlite, SharedPostgresCairn onPostgres)
{
    private static readonly string[] _areas =
    [
        "experiments",
        "runs",
        "search",
        "artifacts",
        "server",
        "registry",
        "logged-models",
        "graphql",
        "webhooks",
        "sessions",
    ];

    public static TheoryData<string> OnSqlite => [.. RecordedCase.Names(_areas, "sqlite")];

    public static TheoryData<string> OnPostgres => [.. RecordedCase.Names(_areas, "postgresql")];

    [Theory]
    [MemberData(nameof(OnSqlite))]
    public Task Recorded_OnSqlite_AnswersAsMlflowDid(string name) => ReplayAsync(onSqlite.Server, name);

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Recorded_OnPostgres_AnswersAsMlflowDid(string name) =>
        await ReplayAsync(await onPostgres.ServerAsync(), name);

    private static async Task ReplayAsync(RunningCairn server, string name) =>
        (
            await new Replay(server.Http).RunAsync(RecordedCase.Load(name), TestContext.Current.CancellationToken)
        ).ShouldBeEmpty();
}
