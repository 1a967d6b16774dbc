using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cairn.ConformanceTests.Databases;

/// <summary>
/// A PostgreSQL server of its own, on a free port and a temporary folder, from the binaries that Debian installs.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The role of the tests.</summary>
    public const string User = "cairn";

    /// <summary>Its password, with what a URI must encode.</summary>
    public const string Password = "p@ss/word:1";

    private readonly string _binaries;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-pg-");
    private int _databases;

    private PostgresServer(string binaries) => _binaries = binaries;

    /// <summary>The folder that holds the socket.</summary>
    public string SocketFolder => _folder.FullName;

    public int Port { get; private set; }

    /// <summary>Where the binaries are; null when PostgreSQL is not installed.</summary>
    public static string? Binaries { get; } =
        new[] { "/usr/lib/postgresql" }
            .Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories)
            .Select(folder => Path.Combine(folder, "bin"))
            .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    /// <summary>Starts a server. Skips the test where PostgreSQL is not installed, and fails it in CI.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        Tools.Require(Binaries is not null, "PostgreSQL", "apt-get install postgresql");
        var server = new PostgresServer(Binaries!);
        try
        {
            await server.InitializeAsync();
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new, empty database's URI.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"db{Interlocked.Increment(ref _databases)}");
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return Uri(name);
    }

    public string Uri(string database) =>
        $"postgresql://cairn:{System.Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/{database}";

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=cairn;Password={Password};Database={database};Pooling=false";

    public async Task StopAsync(string mode = "immediate") =>
        await RunAsync("pg_ctl", "-D", Data, "-m", mode, "-w", "stop");

    public async Task RestartAsync() =>
        await RunAsync("pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder.FullName, "log"), "start");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await StopAsync();
        }

        _folder.Delete(true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private async Task InitializeAsync()
    {
        var passwords = Path.Combine(_folder.FullName, "pw");
        await File.WriteAllTextAsync(passwords, Password);
        if (Environment.UserName == "root")
        {
            await Tools.RunAsync("chown", ["-R", "nobody", _folder.FullName]);
        }

        await RunAsync(
            "initdb",
            "-D",
            Data,
            "-U",
            "cairn",
            "--auth=scram-sha-256",
            $"--pwfile={passwords}",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8"
        );
        Port = FreePort();
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""

                port = {Port}
                listen_addresses = '127.0.0.1'
                unix_socket_directories = '{_folder.FullName}'
                max_connections = 200
                shared_buffers = 32MB
                """
            )
        );
    }

    private Task RunAsync(string tool, params string[] arguments) =>
        RunAsNobodyAsync(null, Path.Combine(_binaries, tool), arguments);

    /// <summary>Runs a server's program, which refuses to be root.</summary>
    internal static async Task RunAsNobodyAsync(DirectoryInfo? owns, string file, params string[] arguments)
    {
        if (Environment.UserName != "root")
        {
            await Tools.RunAsync(file, arguments);
            return;
        }

        if (owns is not null)
        {
            await Tools.RunAsync("chown", ["-R", "nobody", owns.FullName]);
        }

        await Tools.RunAsync("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", file, .. arguments]);
    }

    /// <summary>A port that nothing listens on.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
