using Cairn.ConformanceTests.Databases;
using Cairn.Sql.Schema;
using Microsoft.Data.Sqlite;

namespace Cairn.ConformanceTests.Schema;

public sealed class SchemaGateTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task OpenAsync_EmptyDatabase_GetsTheHeadSchemaAndTheDefaultExperiment(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(ct);
        var gate = new SchemaGate(database, TimeProvider.System);
        (await gate.StatusAsync(ct)).State.ShouldBe(SchemaState.Empty);
        await gate.OpenAsync("mlflow-artifacts:/", false, ct);
        await gate.OpenAsync("mlflow-artifacts:/", false, ct);
        var status = await gate.StatusAsync(ct);
        status.State.ShouldBe(SchemaState.Head);
        status.Revision.ShouldBe("7d34483879f0");
        status.MissingAdditions.ShouldBeEmpty();
        var experiments = await database.ReadAsync(
            session =>
                session.ListAsync(
                    "SELECT experiment_id, name, artifact_location FROM experiments",
                    r => (r.GetInt64(0), r.GetString(1), r.GetString(2))
                ),
            ct
        );
        experiments.ShouldHaveSingleItem().ShouldBe((0, "Default", "mlflow-artifacts:/0"));
    }

    [Theory]
    [InlineData(Backend.Sqlite, "acf3f17fdcc7", "cairn db upgrade")]
    [InlineData(Backend.Sqlite, "0000newer000", "does not know")]
    [InlineData(Backend.Postgres, "acf3f17fdcc7", "cairn db upgrade")]
    [InlineData(Backend.Postgres, "0000newer000", "does not know")]
    public async Task OpenAsync_AnotherRevision_IsRefusedAndChangesNothing(
        Backend backend,
        string revision,
        string says
    )
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(ct);
        await database.WriteAsync(
            async session =>
                await session.ExecuteAsync(
                    $"CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('{revision}')"
                ),
            ct
        );
        var gate = new SchemaGate(database, TimeProvider.System);
        (await Should.ThrowAsync<SchemaException>(() => gate.OpenAsync("r", false, ct))).Message.ShouldContain(says);
        (await database.ReadAsync(s => s.ListAsync(s.Dialect.TableNames, r => r.GetString(0)), ct)).ShouldBe([
            "alembic_version",
        ]);
    }

    [Fact]
    public async Task OpenAsync_AnUnknownRevision_LeavesTheFileAsItIsToTheByte()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(Backend.Sqlite, postgres);
        var path = Path.Combine(test.Folder, "test.db");
        await using (var made = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await made.OpenAsync(ct);
            await using var command = made.CreateCommand();
            command.CommandText =
                "CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('0000newer000'); CREATE TABLE cairn_newer (id INTEGER)";
            await command.ExecuteNonQueryAsync(ct);
        }

        var before = await File.ReadAllBytesAsync(path, ct);
        await using (var database = await test.OpenAsync(ct))
        {
            var gate = new SchemaGate(database, TimeProvider.System);
            (await gate.StatusAsync(ct)).State.ShouldBe(SchemaState.Unknown);
            await Should.ThrowAsync<SchemaException>(() => gate.OpenAsync("r", upgrade: true, ct));
            await Should.ThrowAsync<SchemaException>(() => gate.ReleaseAsync(ct));
        }

        (await File.ReadAllBytesAsync(path, ct)).ShouldBe(before);
        Directory.GetFiles(test.Folder).ShouldBe([path]);
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task OpenAsync_ManyAtOnceOnAnEmptyDatabase_OneDoesTheWork(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ =>
                    Task.Run(
                        async () =>
                        {
                            await using var database = await test.OpenAsync(ct);
                            await new SchemaGate(database, TimeProvider.System).OpenAsync("r", false, ct);
                        },
                        ct
                    )
                )
        );
        await using var opened = await test.OpenAsync(ct);
        (
            await opened.ReadAsync(s => s.FirstAsync("SELECT COUNT(*) FROM experiments", r => r.GetInt64(0)), ct)
        ).ShouldBe(1);
    }
}
