using Npgsql;

namespace Cairn.Sql.Engine.Postgres;

/// <summary>The connections to a server.</summary>
/// <remarks>
/// Two pools, because a session's default decides what a batch alone is: for a reader a snapshot, for a writer READ
/// COMMITTED. Through
/// a pooler that lends a server connection for one transaction only, nothing may be set on a session or kept prepared
/// in it.
/// </remarks>
internal sealed class PostgresPools : IAsyncDisposable
{
    private const int MostPrepared = 200;

    private PostgresPools(NpgsqlDataSource readers, NpgsqlDataSource writers, bool batchIsSnapshot)
    {
        Readers = readers;
        Writers = writers;
        BatchIsSnapshot = batchIsSnapshot;
    }

    public NpgsqlDataSource Readers { get; }

    public NpgsqlDataSource Writers { get; }

    /// <summary>
    /// Whether all statements of a reader's batch see one snapshot without a transaction around them.
    /// </summary>
    public bool BatchIsSnapshot { get; }

    public static async Task<PostgresPools> OpenAsync(DatabaseUri uri, DatabaseSettings settings, CancellationToken ct)
    {
        var basis = PostgresConnectionString.From(uri);
        basis.NoResetOnClose = true;
        if (settings.Password is not null && !uri.Options.Keys.Any(o => o is "sslmode" or "ssl"))
        {
            basis.SslMode = SslMode.Require; // A token is for nobody else's eyes.
        }

        basis.MaxPoolSize = settings.MostConnections / 2;
        basis.ConnectionLifetime = (int)(settings.PoolRecycle?.TotalSeconds ?? 0);

        // The first connection tells whether a pooler is between; it may refuse the options that the readers want.
        await using (var probe = Build(basis, settings, "probe"))
        {
            if (await HasPoolerAsync(probe, ct))
            {
                return new(Build(basis, settings, "read"), Build(basis, settings, "write"), batchIsSnapshot: false);
            }
        }

        basis.MaxAutoPrepare = MostPrepared;
        basis.AutoPrepareMinUsages = 2;

        // Compiling a query costs the server more than any of these queries gains by it. Options that the URI sets come
        // later and win.
        basis.Options = $"-c jit=off {basis.Options}".TrimEnd();
        var writers = Build(basis, settings, "write");
        basis.Options =
            $"{basis.Options} -c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on";
        return new(Build(basis, settings, "read"), writers, batchIsSnapshot: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync();
        await Writers.DisposeAsync();
    }

    // A pooler cannot promise a client one server process, so it makes up the number that it tells on connecting.
    private static async Task<bool> HasPoolerAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int?)await command.ExecuteScalarAsync(ct) != connection.ProcessID;
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder text, DatabaseSettings settings, string pool)
    {
        // The driver's metrics and spans name the pool; its own name for it would be the connection string.
        var builder = new NpgsqlDataSourceBuilder(text.ToString()) { Name = $"{settings.Name}-{pool}" };
        if (settings.Password is { } password)
        {
            builder.UsePasswordProvider(
                _ => throw new NotSupportedException("Connections are opened asynchronously."),
                (_, ct) => password(ct)
            );
        }

        return text.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }
}
