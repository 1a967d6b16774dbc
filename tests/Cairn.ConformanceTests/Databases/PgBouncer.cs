using System.Globalization;

namespace Cairn.ConformanceTests.Databases;

/// <summary>PgBouncer in transaction mode before a PostgreSQL server.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private const string Binary = "/usr/sbin/pgbouncer";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-pgb-");

    private PgBouncer() { }

    public int Port { get; private set; }

    public static async Task<PgBouncer> StartAsync(PostgresServer postgres)
    {
        Tools.Require(File.Exists(Binary), "PgBouncer", "apt-get install pgbouncer");
        var bouncer = new PgBouncer { Port = PostgresServer.FreePort() };
        var folder = bouncer._folder.FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "users"),
            $"\"{PostgresServer.User}\" \"{PostgresServer.Password}\"\n"
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "ini"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                * = host=127.0.0.1 port={postgres.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {bouncer.Port}
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = {folder}/users
                pool_mode = transaction
                default_pool_size = 4
                max_client_conn = 200
                logfile = {folder}/log
                pidfile = {folder}/pid
                """
            )
        );
        await PostgresServer.RunAsNobodyAsync(bouncer._folder, Binary, "-d", Path.Combine(folder, "ini"));
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        await Tools.RunAsync("kill", [(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "pid"))).Trim()]);
        _folder.Delete(true);
    }
}
