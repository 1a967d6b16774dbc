using System.Globalization;
using Cairn.ConformanceTests.Databases;
using Cairn.Contracts.Runs;
using Cairn.Core.LoggedModels;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;

namespace Cairn.ConformanceTests.Registry;

/// <summary>A page costs as many statements as it has kinds of things, however long it is.</summary>
public sealed class RegistryQueryCountTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task SearchAsync_LoggedModelsWithManyMetrics_TakesFourStatements(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        var run = RunIds.New();
        await stores.Runs.CreateAsync(new(run, 0, "r", "", 0, new List<RunTag>()), ct);
        for (var i = 0; i < 100; i++)
        {
            var id = LoggedModelRules.NewId();
            await stores.LoggedModels.CreateAsync(
                new(id, 0, $"m{i}", "", run, [new() { Key = "p", Value = "1" }], [new() { Key = "t", Value = "1" }]),
                ct
            );
            await stores.Runs.LogAsync(
                run,
                new(
                    [.. Enumerable.Range(0, 50).Select(n => new MetricPoint($"metric{n}", n, i, 0, id, null, null))],
                    [],
                    []
                ),
                ct
            );
        }

        // PostgreSQL begins a work of several batches anew when it meets it for the first time.
        await stores.LoggedModels.SearchAsync(new([0], null, [], [], 1, null), ct);
        stores.Database.Restart();
        var page = await stores.LoggedModels.SearchAsync(
            new([0], "metrics.metric7 = 7", [], [new() { FieldName = "metrics.metric3" }], 100, null),
            ct
        );
        stores.Database.Statements.ShouldBe(4);
        page.Models!.Count.ShouldBe(100);
        page.Models.ShouldAllBe(m =>
            m.Data.Metrics!.Count == 50 && m.Data.Params!.Count == 1 && m.Info.Tags!.Count == 1
        );
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task SearchAsync_ModelsAndVersions_TakesFewStatementsAndPagesToTheEnd(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        for (var i = 0; i < 30; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"model-{i:00}");
            await stores.Models.CreateAsync(name, "", [new() { Key = "team", Value = "a" }], ct);
            await stores.CreateVersionAsync(name, ct);
            await stores.CreateVersionAsync(name, ct);
            await stores.Versions.SetTagAsync(name, 2, "k", "v", ct);
            await stores.Models.SetAliasAsync(name, "best", 1, ct);
        }

        await stores.Models.SearchAsync(new(null, [], 1, null), ct);
        await stores.Versions.SearchAsync(new(null, [], 1, null), ct);
        stores.Database.Restart();
        var models = await stores.Models.SearchAsync(new("tags.team = 'a'", [], 25, null), ct);
        stores.Database.Statements.ShouldBe(5);
        models.RegisteredModels!.ShouldAllBe(m => m.Aliases!.Count == 1 && m.LatestVersions!.Single().Tags!.Count == 1);

        var found = new List<string>();
        string? token = null;
        do
        {
            stores.Database.Restart();
            var page = await stores.Versions.SearchAsync(new("name LIKE 'model-%'", [], 7, token), ct);
            stores.Database.Statements.ShouldBe(3);
            found.AddRange(page.ModelVersions!.Select(v => $"{v.Name}/{v.Version}"));
            page.ModelVersions!.ShouldAllBe(v => (v.Tags != null) == (v.Version == "2"));
            token = page.NextPageToken;
        } while (token is not null);
        found.Count.ShouldBe(60);
        found.Distinct().Count().ShouldBe(60);
    }
}
