using System.Globalization;
using Cairn.ConformanceTests.Databases;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;

namespace Cairn.ConformanceTests.Registry;

public sealed class VersionNumberTests(PostgresFixture postgres)
{
    private const int Writers = 64;

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task CreateAsync_ManyAtOnce_GiveConsecutiveNumbers(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        await stores.Models.CreateAsync("m", "", [], ct);
        await stores.Models.CreateAsync("n", "", [], ct);
        var created = await Task.WhenAll(
            Enumerable
                .Range(0, Writers * 2)
                .Select(i =>
                    Task.Run(
                        () =>
                            stores.Versions.CreateAsync(
                                new(
                                    i % 2 == 0 ? "m" : "n",
                                    "s3://b/x",
                                    "s3://b/x",
                                    "",
                                    "",
                                    "",
                                    [new() { Key = "i", Value = "1" }]
                                ),
                                ct
                            ),
                        ct
                    )
                )
        );
        foreach (var name in new[] { "m", "n" })
        {
            created
                .Where(v => v.Name == name)
                .Select(v => int.Parse(v.Version, CultureInfo.InvariantCulture))
                .Order()
                .ShouldBe(Enumerable.Range(1, Writers));
        }
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task DeleteAsync_AModelWhileVersionsAreCreated_LeavesNothingBehind(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        await stores.Models.CreateAsync("m", "", [new() { Key = "a", Value = "b" }], ct);
        await stores.CreateVersionAsync("m", ct);
        await stores.Versions.SetTagAsync("m", 1, "k", "v", ct);
        await stores.Models.SetAliasAsync("m", "a", 1, ct);
        var creations = Enumerable
            .Range(0, 8)
            .Select(_ => Task.Run(() => stores.CreateVersionAsync("m", ct), ct))
            .ToList();
        await stores.Models.DeleteAsync("m", ct);
        foreach (var creation in creations)
        {
            // Each came before the deletion, or found no model.
            (await Record.ExceptionAsync(() => creation))?.Message.ShouldBe("Registered Model with name=m not found");
        }

        var left = await stores.Database.ReadAsync(
            session =>
                session.FirstAsync(
                    """
                    SELECT (SELECT COUNT(*) FROM model_versions) + (SELECT COUNT(*) FROM model_version_tags)
                        + (SELECT COUNT(*) FROM registered_model_tags) + (SELECT COUNT(*) FROM registered_model_aliases)
                    """,
                    r => r.GetInt64(0)
                ),
            ct
        );
        left.ShouldBe(0);
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task DeleteAsync_AModelWhileTagsAndAliasesAreSet_AlwaysSucceeds(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        for (var turn = 0; turn < 5; turn++)
        {
            await stores.Models.CreateAsync("m", "", [], ct);
            await stores.CreateVersionAsync("m", ct);
            var changes = Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(
                        () =>
                            i % 2 == 0
                                ? stores.Versions.SetTagAsync("m", 1, $"k{i}", "v", ct)
                                : stores.Models.SetAliasAsync("m", $"a{i}", 1, ct),
                        ct
                    )
                )
                .ToList();
            await stores.Models.DeleteAsync("m", ct);
            foreach (var change in changes)
            {
                (await Record.ExceptionAsync(() => change))
                    ?.ShouldBeOfType<CairnException>()
                    .Code.ShouldBe(ErrorCode.ResourceDoesNotExist);
            }
        }
    }
}
