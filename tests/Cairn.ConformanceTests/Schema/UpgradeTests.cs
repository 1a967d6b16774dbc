using Cairn.ConformanceTests.Databases;
using Cairn.Sql.Engine;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Schema;

/// <summary>Databases of earlier MLflows are brought to the head, with all of their rows.</summary>
public sealed class UpgradeTests(PostgresFixture postgres)
{
    public static TheoryData<string> Older => Samples.Older;

    public static MatrixTheoryData<string, Backend> Revisions =>
        new(RevisionSchema.Names.SkipLast(1), Enum.GetValues<Backend>());

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Upgrade_OfAnyRevision_KeepsAllRowsAndEqualsMlflowsSchema(string revision, Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        var schema = RevisionSchema.At(revision);
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(ct);
        await database.WriteAsync(async session => await session.ExecuteAsync(schema.Script(backend)), ct);
        var before = await RowsAsync(database, schema, renamed: false);
        before.Count.ShouldBe(schema.Tables.Count);

        await new SchemaGate(database, TimeProvider.System).OpenAsync("r", true, ct);

        before.Except(await RowsAsync(database, schema, renamed: true)).ShouldBeEmpty();
        SchemaFacts.ShouldBeEqual(await SchemaFacts.ReadAsync(database, ct), await ReferenceAsync(backend, test, ct));
    }

    [Theory]
    [MemberData(nameof(Older))]
    public async Task Upgrade_OfASample_KeepsAllRowsAndEqualsAFreshSchema(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(Backend.Sqlite, postgres);
        await using var sample = await Samples.OpenAsync(name, test.Folder, ct);
        var before = await Samples.RowsAsync(sample, ct);
        var gate = new SchemaGate(sample, TimeProvider.System);
        (await gate.PlanAsync(ct)).ShouldNotBeEmpty();
        (await gate.StatusAsync(ct)).State.ShouldBe(SchemaState.Older);
        await gate.OpenAsync("r", true, ct);

        (await gate.StatusAsync(ct)).State.ShouldBe(SchemaState.Head);
        var after = await Samples.RowsAsync(sample, ct);
        before.Except(after).ShouldBeEmpty();

        await using var fresh = await test.OpenAsync(ct);
        await new SchemaGate(fresh, TimeProvider.System).OpenAsync("r", false, ct);
        SchemaFacts.ShouldBeEqual(await SchemaFacts.ReadAsync(sample, ct), await SchemaFacts.ReadAsync(fresh, ct));
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Upgrade_FromTheFirstRevision_FillsTagsAndLatestMetrics(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(ct);
        var script = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Schema", "revision-451aebb31d03.sql"),
            ct
        );
        if (backend == Backend.Postgres)
        {
            script = script.Replace(
                "experiment_id INTEGER NOT NULL",
                "experiment_id SERIAL NOT NULL",
                StringComparison.Ordinal
            );
        }

        await database.WriteAsync(async session => await session.ExecuteAsync(script), ct);
        await new SchemaGate(database, TimeProvider.System).OpenAsync("r", true, ct);
        await database.ReadSnapshotAsync(
            async session =>
            {
                (
                    await session.ListAsync(
                        "SELECT run_uuid, value FROM tags WHERE key = 'mlflow.user' ORDER BY run_uuid",
                        r => r.GetString(0) + r.GetString(1)
                    )
                ).ShouldBe(["r1ann", "r2kept"]);
                (
                    await session.ListAsync(
                        "SELECT key, value, step, is_nan FROM latest_metrics ORDER BY key",
                        r => (r.GetString(0), r.GetDouble(1), r.GetInt64(2), r.GetBoolean(3))
                    )
                ).ShouldBe([("acc", 0.25, 2, false), ("loss", 7, 1, false)]);
                (await session.ListAsync("SELECT workspace FROM experiments", r => r.GetString(0))).ShouldBe([
                    "default",
                ]);
                return true;
            },
            ct
        );

        await using var other = await TestDatabase.CreateAsync(backend, postgres);
        await using var fresh = await other.OpenAsync(ct);
        await new SchemaGate(fresh, TimeProvider.System).OpenAsync("r", false, ct);
        SchemaFacts.ShouldBeEqual(await SchemaFacts.ReadAsync(database, ct), await SchemaFacts.ReadAsync(fresh, ct));
    }

    private static async Task<List<string>> ReferenceAsync(Backend backend, TestDatabase test, CancellationToken ct)
    {
        if (backend == Backend.Postgres)
        {
            return SchemaFacts.PostgresReference();
        }

        await using var head = await Samples.OpenAsync("mlflow-3.11", test.Folder, ct);
        return await SchemaFacts.ReadAsync(head, ct);
    }

    /// <summary>The rows of a revision's tables, as far as that revision had their columns.</summary>
    private static Task<List<string>> RowsAsync(Database database, RevisionSchema schema, bool renamed) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var rows = new List<string>();
                foreach (var table in schema.Tables)
                {
                    var columns = table
                        .Columns.Select(RevisionTable.NameOf)
                        .Select(c => renamed && c == "function_fullname" ? "job_name" : c);
                    rows.AddRange(
                        await session.ListAsync(
                            $"SELECT {string.Join(", ", columns.Select(c => $"\"{c}\""))} FROM {table.Name}",
                            row =>
                                table.Name
                                + ": "
                                + string.Join(
                                    " | ",
                                    Enumerable.Range(0, row.FieldCount).Select(i => Samples.Text(row.GetValue(i)))
                                )
                        )
                    );
                }

                return rows;
            },
            TestContext.Current.CancellationToken
        );

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Release_TakesCairnsObjectsAway_AndOpeningMakesThemAgain(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(ct);
        var gate = new SchemaGate(database, TimeProvider.System);
        await gate.OpenAsync("r", false, ct);
        (await gate.ReleaseAsync(ct)).ShouldBeGreaterThan(0);
        (await gate.StatusAsync(ct)).MissingAdditions.ShouldNotBeEmpty();
        await gate.OpenAsync("r", false, ct);
        (await gate.StatusAsync(ct)).MissingAdditions.ShouldBeEmpty();
    }
}
