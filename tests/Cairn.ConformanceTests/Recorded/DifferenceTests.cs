using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Recorded;

/// <summary>
/// Requests that MLflow answers by mistake: Cairn's own answers, each with MLflow's mistake beside it.
/// </summary>
public sealed class DifferenceTests(SharedCairn onSqlite, SharedPostgresCairn onPostgres)
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
    ];

    public static TheoryData<string> Answers =>
        [.. _areas.SelectMany(area => RecordedCase.Names(area, RecordedCase.OfCairn))];

    public static TheoryData<string> Areas => [.. _areas];

    [Theory]
    [MemberData(nameof(Answers))]
    public Task Mistake_OnSqlite_IsAnsweredRight(string name) => ReplayAsync(onSqlite.Server, name);

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Mistake_OnPostgres_IsAnsweredRight(string name) =>
        await ReplayAsync(await onPostgres.ServerAsync(), name);

    [Theory]
    [MemberData(nameof(Areas))]
    public void Mistakes_OfAnArea_AllHaveAnAnswer(string area) =>
        RecordedCase
            .Names(area, RecordedCase.OfCairn)
            .ShouldBe(RecordedCase.Names(area).Where(name => RecordedCase.Load(name).IsQuirk));

    private static async Task ReplayAsync(RunningCairn server, string name) =>
        (
            await new Replay(server.Http).RunAsync(
                RecordedCase.Load(name, RecordedCase.OfCairn),
                TestContext.Current.CancellationToken
            )
        ).ShouldBeEmpty();
}
