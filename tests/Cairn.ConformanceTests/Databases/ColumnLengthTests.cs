using System.Net;
using System.Net.Http.Json;
using Cairn.ConformanceTests.Hosting;
using Cairn.ConformanceTests.Registry;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Databases;

/// <summary>
/// Text that MLflow's columns cannot hold: SQLite does not mind, PostgreSQL does, and the field is named.
/// </summary>
public sealed class ColumnLengthTests(PostgresFixture postgres, SharedCairn shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Create_TextLongerThanItsColumn_NamesTheFieldWhereColumnsHaveALength(Backend backend)
    {
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, Ct);
        await stores.Models.CreateAsync("m", "", [], Ct);
        await ShouldNameAsync("name", () => stores.Experiments.CreateAsync(new(Long(257), null, []), Ct));
        await ShouldNameAsync(
            "artifact_location",
            () => stores.Experiments.CreateAsync(new("e", "s3://b/" + Long(157), []), Ct)
        );
        await ShouldNameAsync("description", () => stores.Models.CreateAsync("n", Long(5001), [], Ct));
        await ShouldNameAsync("description", () => stores.Models.UpdateAsync("m", Long(5001), Ct));
        await ShouldNameAsync("name", () => stores.Models.CreateAsync(Long(257), "", [], Ct));
        await ShouldNameAsync(
            "new_name",
            () => stores.Models.RenameAsync(backend == Backend.Sqlite ? "n" : "m", Long(258), Ct)
        );
        await ShouldNameAsync(
            "value",
            () => stores.Models.CreateAsync("o", "", [new() { Key = "k", Value = Long(5001) }], Ct)
        );
        await ShouldNameAsync("value", () => stores.Models.SetTagAsync("m", "k", Long(5001), Ct));
        await ShouldNameAsync(
            "run_link",
            () => stores.Versions.CreateAsync(new("m", "s3://b", "s3://b", "", Long(501), "", []), Ct)
        );
        await ShouldNameAsync(
            "source",
            () => stores.Versions.CreateAsync(new("m", Long(501), "s3://b", "", "", "", []), Ct)
        );
        await ShouldNameAsync(
            "model_type",
            () => stores.LoggedModels.CreateAsync(new("m-1", 0, "l", Long(501), "", [], []), Ct)
        );
        await ShouldNameAsync(
            "key",
            () =>
                stores.LoggedModels.CreateAsync(
                    new("m-2", 0, "l", "", "", [], [new() { Key = Long(256), Value = "v" }]),
                    Ct
                )
        );

        async Task ShouldNameAsync(string field, Func<Task> create)
        {
            if (backend == Backend.Sqlite)
            {
                await create();
                return;
            }

            var e = await Should.ThrowAsync<CairnException>(create);
            e.Code.ShouldBe(ErrorCode.InvalidParameterValue);
            e.Message.ShouldStartWith($"'{field}' exceeds");
        }
    }

    [Fact]
    public async Task OpenAsync_AnArtifactRootThatLeavesNoRoomForRuns_IsRefused()
    {
        await using var test = await TestDatabase.CreateAsync(Backend.Postgres, postgres);
        await using var database = await test.OpenAsync(Ct);
        var e = await Should.ThrowAsync<CairnException>(() =>
            new SchemaGate(database, TimeProvider.System).OpenAsync("s3://b/" + Long(157), false, Ct)
        );
        e.Message.ShouldContain("--default-artifact-root");
    }

    [Fact]
    public async Task Request_TextWithNul_IsRefusedAndNamesTheField()
    {
        using var answer = await shared.Server.Http.PostAsJsonAsync(
            "api/2.0/mlflow/experiments/create",
            new { name = "a\0b" },
            Ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain(
            "The text of parameter 'name' holds the character U+0000"
        );
    }

    private static string Long(int characters) => new('x', characters);
}
