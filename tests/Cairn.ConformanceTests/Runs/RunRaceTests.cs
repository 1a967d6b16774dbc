using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Registry;
using Cairn.Contracts.Runs;
using Cairn.Core.Errors;
using Cairn.Core.Runs;

namespace Cairn.ConformanceTests.Runs;

/// <summary>What a write finds must still be so when it writes.</summary>
public sealed class RunRaceTests(PostgresFixture postgres)
{
    private const int Writers = 64;
    private static readonly JsonObject _model = new()
    {
        ["run_id"] = "r",
        ["artifact_path"] = "p",
        ["utc_time_created"] = "t",
        ["flavors"] = new JsonObject(),
    };

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task AppendModelHistoryAsync_By64Writers_KeepsEveryModel(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        var run = await CreateRunAsync(stores, 0, ct);
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(_ =>
                    Task.Run(
                        () =>
                            stores.Runs.AppendModelHistoryAsync(
                                run,
                                present => ModelHistory.Append(present, _model),
                                ct
                            ),
                        ct
                    )
                )
        );
        JsonNode.Parse(await HistoryAsync(stores, run, ct))!.AsArray().Count.ShouldBe(Writers);
        await stores.Runs.DeleteAsync(run, ct);
        await Should.ThrowAsync<CairnException>(() => stores.Runs.AppendModelHistoryAsync(run, _ => "[]", ct));
        (
            await Should.ThrowAsync<CairnException>(() => stores.Runs.AppendModelHistoryAsync("absent", _ => "[]", ct))
        ).Message.ShouldContain("not found");
    }

    [Fact]
    public async Task AppendModelHistoryAsync_ToATagThatIsNoJson_BeginsAnew()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(Backend.Sqlite, postgres, ct);
        var run = await CreateRunAsync(stores, 0, ct, new RunTag { Key = ModelHistory.Tag, Value = "no json" });
        await stores.Runs.AppendModelHistoryAsync(run, present => ModelHistory.Append(present, _model), ct);
        JsonNode.Parse(await HistoryAsync(stores, run, ct))!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task CreateAsync_WhileTheExperimentIsDeleted_LeavesNoActiveRunInIt(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        for (var turn = 0; turn < 5; turn++)
        {
            var experiment = await stores.Experiments.CreateAsync(new($"e{turn}", null, []), ct);
            var creations = Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => CreateRunAsync(stores, experiment, ct), ct))
                .ToList();
            await stores.Experiments.DeleteAsync(experiment, ct);
            foreach (var creation in creations)
            {
                (await Record.ExceptionAsync(() => creation))?.ShouldBeOfType<CairnException>();
            }
        }

        (
            await stores.Database.ReadAsync(
                s => s.FirstAsync("SELECT COUNT(*) FROM runs WHERE lifecycle_stage = 'active'", r => r.GetInt64(0)),
                ct
            )
        ).ShouldBe(0);
    }

    private static async Task<string> CreateRunAsync(
        RegistryStores stores,
        long experiment,
        CancellationToken ct,
        params RunTag[] tags
    )
    {
        var id = Guid.NewGuid().ToString("N");
        await stores.Runs.CreateAsync(new(id, experiment, "run", "me", 1, tags), ct);
        return id;
    }

    private static async Task<string> HistoryAsync(RegistryStores stores, string run, CancellationToken ct) =>
        (await stores.Runs.GetAsync(run, ct)).Data!.Tags!.Single(t => t.Key == ModelHistory.Tag).Value!;
}
