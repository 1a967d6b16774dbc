using Cairn.Core.Artifacts;
using Cairn.Sql.Copy;
using Cairn.Sql.Engine;
using Cairn.Sql.Runs;
using Cairn.Sql.Schema.Upgrade;

namespace Cairn.Sql.Schema;

/// <summary>
/// What a database passes before the stores use it: an empty one gets the schema, one at head is used as it is.
/// </summary>
public sealed class SchemaGate(Database database, TimeProvider time)
{
    internal const string Revision = "SELECT version_num FROM alembic_version";
    private const string AnyExperiment = "SELECT 1 FROM experiments LIMIT 1";

    private const string AddDefaultExperiment = """
        INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace)
        VALUES (0, 'Default', @location, 'active', @now, @now, 'default')
        """;

    /// <summary>Makes the database ready for the stores.</summary>
    /// <param name="artifactRoot">Where the artifacts of the default experiment go, below which its id is a
    /// folder.</param>
    /// <param name="upgrade">Whether an older schema is brought forward; otherwise it is refused.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <exception cref="SchemaException">
    /// The schema is older and may not be upgraded, or unknown, or the database holds half of a copy. Nothing was
    /// changed.
    /// </exception>
    public async Task OpenAsync(string artifactRoot, bool upgrade, CancellationToken ct)
    {
        database.Dialect.DemandFits(
            "--default-artifact-root, with an experiment's folder",
            ArtifactLocations.Join(artifactRoot, "0"),
            RunLocations.LongestRoot
        );
        var status = await StatusAsync(ct);
        DemandWhole(status);
        await OpenAsync(status, artifactRoot, upgrade, ct);
    }

    /// <summary>
    /// Makes the database ready to be copied to. One to which a copy was interrupted is: it wants no default experiment
    /// again.
    /// </summary>
    internal async Task OpenForCopyAsync(CancellationToken ct)
    {
        var status = await StatusAsync(ct);
        if (!status.IsHalfCopied)
        {
            await OpenAsync(status, "mlflow-artifacts:/", upgrade: false, ct);
        }
    }

    private async Task OpenAsync(SchemaStatus status, string artifactRoot, bool upgrade, CancellationToken ct)
    {
        if (
            status is { State: SchemaState.Head, MissingAdditions.Count: 0 }
            && await database.ReadAsync(HasExperimentsAsync, ct)
        )
        {
            await database.AcceptAsync(ct);
            return;
        }

        Demand(status, upgrade);
        await database.AcceptAsync(ct);
        await database.ChangeSchemaAsync(session => MakeReadyAsync(session, artifactRoot, upgrade), ct);
    }

    /// <summary>The statements that an upgrade would run. Nothing is changed.</summary>
    public async Task<IReadOnlyList<string>> PlanAsync(CancellationToken ct)
    {
        IReadOnlyList<string> plan = [];
        try
        {
            await database.ChangeSchemaAsync<bool>(
                async session =>
                {
                    var status = await StatusAsync(session);
                    plan = [.. await StatementsAsync(session, status), .. status.MissingAdditions];
                    throw new UndoException();
                },
                ct
            );
        }
        catch (UndoException) { }

        return plan;
    }

    /// <summary>
    /// The statements of an upgrade that change or take away what a server of the earlier schema may rely on while it
    /// still serves.
    /// Nothing is changed.
    /// </summary>
    public async Task<IReadOnlyList<string>> ChangesInPlaceAsync(CancellationToken ct)
    {
        // The head's script makes what is missing. Its unique indexes are on tables that no Cairn writes.
        var head = SchemaScript.Head(database.Dialect.Name);
        return [.. (await PlanAsync(ct)).Where(statement => statement != head && !AdditiveChange.Is(statement))];
    }

    /// <summary>Drops what Cairn added to MLflow's schema, and returns how many objects that were.</summary>
    /// <exception cref="SchemaException">The schema is unknown, or the database holds half of a copy. Nothing was
    /// changed.</exception>
    public Task<int> ReleaseAsync(CancellationToken ct) =>
        database.ChangeSchemaAsync(
            async session =>
            {
                var status = await StatusAsync(session);
                DemandWhole(status);
                Demand(status, upgrade: true);
                var indexes = (await session.ListAsync(session.Dialect.IndexNames, row => row.GetString(0)))
                    .Where(IsOurs)
                    .ToList();
                var tables = (await session.ListAsync(session.Dialect.TableNames, row => row.GetString(0)))
                    .Where(IsOurs)
                    .ToList();
                foreach (
                    var drop in tables
                        .Select(t => $"DROP TABLE {t}")
                        .Concat(indexes.Select(i => $"DROP INDEX IF EXISTS {i}"))
                )
                {
                    await session.ExecuteAsync(drop);
                }

                return indexes.Count + tables.Count;

                static bool IsOurs(string name) => name.StartsWith("cairn_", StringComparison.Ordinal);
            },
            ct
        );

    /// <summary>What the database's schema is.</summary>
    public Task<SchemaStatus> StatusAsync(CancellationToken ct) => database.ReadSnapshotAsync(StatusAsync, ct);

    private async ValueTask<SchemaStatus> StatusAsync(SqlSession session)
    {
        var tables = (await session.ListAsync(session.Dialect.TableNames, row => row.GetString(0))).ToHashSet(
            StringComparer.Ordinal
        );
        var objects = (await session.ListAsync(session.Dialect.IndexNames, row => row.GetString(0)))
            .Concat(tables)
            .ToHashSet(StringComparer.Ordinal);
        var revision = tables.Contains("alembic_version")
            ? await session.FirstAsync(Revision, row => row.GetString(0))
            : null;
        var state =
            revision is not null
                ? Revisions.Behind(revision) switch
                {
                    0 => SchemaState.Head,
                    null => SchemaState.Unknown,
                    _ => SchemaState.Older,
                }
            : tables.Overlaps(SchemaScript.TableNames(session.Dialect.Name)) ? SchemaState.Unknown
            : SchemaState.Empty;
        return new(
            state,
            revision,
            [
                .. SchemaScript.Additions.Where(a =>
                    !objects.Contains(SchemaScript.AdditionName(a)) && !tables.Contains(SchemaScript.AdditionName(a))
                ),
            ],
            tables.Contains(CopyProgress.Table)
        );
    }

    // Several servers may start at once: the first to hold the lock does the work, and the others find it done.
    private async ValueTask<bool> MakeReadyAsync(SqlSession session, string artifactRoot, bool upgrade)
    {
        var status = await StatusAsync(session);
        Demand(status, upgrade);
        foreach (var statement in await StatementsAsync(session, status))
        {
            await session.ExecuteAsync(statement);
        }

        foreach (var addition in status.MissingAdditions)
        {
            await session.ExecuteAsync(addition);
        }

        if (!await HasExperimentsAsync(session))
        {
            await session.ExecuteAsync(
                AddDefaultExperiment,
                ("@location", ArtifactLocations.Join(artifactRoot, "0")),
                ("@now", time.GetUtcNow().ToUnixTimeMilliseconds())
            );
        }

        return true;
    }

    private static async ValueTask<IReadOnlyList<string>> StatementsAsync(SqlSession session, SchemaStatus status) =>
        status.State switch
        {
            SchemaState.Empty =>
            [
                SchemaScript.Head(session.Dialect.Name),
                $"INSERT INTO alembic_version (version_num) VALUES ('{Revisions.Head}')",
            ],
            SchemaState.Older => await UpgradePlan.MakeAsync(session, status.Revision!),
            _ => [],
        };

    private static async ValueTask<bool> HasExperimentsAsync(SqlSession session) =>
        await session.FirstAsync(AnyExperiment, _ => true);

    private void DemandWhole(SchemaStatus status)
    {
        if (status.IsHalfCopied)
        {
            throw new SchemaException(
                $"""
                The database {database.Name} holds part of a copy that has not ended. Nothing was changed.
                Run the same again, and it goes on where it was:
                  cairn db copy FROM '{database.Argument}'
                or start over with an empty database.
                """
            );
        }
    }

    private void Demand(SchemaStatus status, bool upgrade)
    {
        if (status.State == SchemaState.Older && !upgrade)
        {
            throw new SchemaException(
                $"""
                The database {database.Name} has the schema of an earlier MLflow (revision {status.Revision}, {Revisions.Behind(
                    status.Revision!
                )} behind {Revisions.HeadRelease}). Nothing was changed.
                Back it up, then bring it forward with:
                  cairn db upgrade '{database.Argument}'
                or start the server with --upgrade-db. A password is taken from PGPASSWORD too.
                """
            );
        }

        if (status.State == SchemaState.Unknown)
        {
            throw new SchemaException(
                status.Revision is null
                    ? $"The database {database.Name} holds tables of MLflow's names but no schema revision, so it cannot be used. Nothing was changed."
                    : $"""
                    The database {database.Name} has schema revision {status.Revision}, which this Cairn does not know; it works on MLflow {Revisions.HeadRelease}'s ({Revisions.Head}). Nothing was changed.
                    Run a newer Cairn, or restore the backup that was made before the database was upgraded.
                    """
            );
        }
    }

#pragma warning disable CA1064 // Never leaves the gate.
    private sealed class UndoException : Exception;
#pragma warning restore CA1064
}
