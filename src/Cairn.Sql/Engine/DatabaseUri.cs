using System.Globalization;

namespace Cairn.Sql.Engine;

/// <summary>The kinds of database.</summary>
public enum DatabaseKind
{
    /// <summary>A file.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    Postgres,
}

/// <summary>A database's URI as SQLAlchemy writes it. Its text never holds the password.</summary>
public sealed class DatabaseUri
{
    private static readonly string[] _drivers =
    [
        "",
        "psycopg2",
        "psycopg2cffi",
        "psycopg",
        "psycopg_async",
        "asyncpg",
        "pg8000",
    ];

    private DatabaseUri() { }

    /// <summary>The kind.</summary>
    public DatabaseKind Kind { get; private init; }

    /// <summary>SQLite: the file's absolute path. PostgreSQL: the database's name.</summary>
    public string Database { get; private init; } = "";

    /// <summary>
    /// Servers to try in turn: each a name or address with an optional port, or the folder of a socket.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; private init; } = [];

    /// <summary>The first host without its port.</summary>
    public string FirstHost => PostgresUriParser.IsAddressOfSix(Hosts[0]) ? Hosts[0] : Hosts[0].Split(':')[0];

    /// <summary>The port of hosts that name none.</summary>
    public int Port { get; private init; } = 5432;

    /// <summary>The role to log in as.</summary>
    public string User { get; private init; } = "";

    /// <summary>The password; null when there is none.</summary>
    public string? Password { get; private init; }

    /// <summary>Whether the password is an Entra token, as <c>azure_auth=true</c> asks for.</summary>
    public bool AzureAuth { get; private init; }

    /// <summary>What the URI or the environment sets beside these, by libpq's names.</summary>
    public IReadOnlyDictionary<string, string> Options { get; private init; } = new Dictionary<string, string>();

    /// <summary>Parses a URI. What it leaves out is taken from the variables that libpq reads.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="variable">Looks an environment variable up.</param>
    /// <exception cref="FormatException">It is no URI of a database that Cairn can use. The message says why and holds
    /// no password.</exception>
    public static DatabaseUri Parse(string text, Func<string, string?> variable)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end < 0)
        {
            throw new FormatException(
                "A database is given as a URI such as sqlite:///mlflow.db or postgresql://user@host/database."
            );
        }

        var scheme = text[..end].Split('+', 2);
        var driver = scheme.Length > 1 ? scheme[1] : "";
        return scheme[0] switch
        {
            "sqlite" => Sqlite(text[(end + 3)..]),
            "postgresql" or "postgres" when _drivers.Contains(driver) => Postgres(
                PostgresUriParser.Parse(text[(end + 3)..], variable)
            ),
            "postgresql" or "postgres" => throw new FormatException(
                $"The driver '{driver}' in a postgresql URI is not known."
            ),
            _ => throw new FormatException(
                $"Cairn keeps its data in SQLite or PostgreSQL; '{scheme[0]}' is neither. Use sqlite:///FILE or postgresql://USER@HOST/DATABASE."
            ),
        };
    }

    /// <summary>The URI without its password and options: for logs and messages.</summary>
    public override string ToString() =>
        Kind == DatabaseKind.Sqlite
            ? "sqlite:///" + Database
            : $"postgresql://{Uri.EscapeDataString(User)}{(Password is null ? "" : ":***")}@{string.Join(',', Hosts.Select(WithPort))}/{Database}";

    /// <summary>The URI as an argument of a command: everything but the password.</summary>
    public string Argument
    {
        get
        {
            if (Kind == DatabaseKind.Sqlite)
            {
                return ToString();
            }

            var hosts = Hosts.Count == 1 && Hosts[0].StartsWith('/') ? "" : string.Join(',', Hosts.Select(WithPort));
            List<(string Name, string Value)> query =
                hosts.Length > 0 ? [] : [("host", Hosts[0]), ("port", Port.ToString(CultureInfo.InvariantCulture))];
            query.AddRange(Options.Where(o => o.Key != "sslpassword").Select(o => (o.Key, o.Value)));
            if (AzureAuth)
            {
                query.Add(("azure_auth", "true"));
            }

            return $"postgresql://{Uri.EscapeDataString(User)}@{hosts}/{Database}"
                + string.Concat(
                    query.Select((o, i) => $"{(i == 0 ? '?' : '&')}{o.Name}={Uri.EscapeDataString(o.Value)}")
                );
        }
    }

    private string WithPort(string host) =>
        Hosts.Count > 1 || host.StartsWith('/')
            ? host
            : (PostgresUriParser.IsAddressOfSix(host) ? $"[{host}]" : host)
                + (Port == 5432 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}"));

    private static DatabaseUri Postgres(PostgresUriParser.Parts parts) =>
        new()
        {
            Kind = DatabaseKind.Postgres,
            Database = parts.Database,
            Hosts = parts.Hosts,
            Port = parts.Port,
            User = parts.User,
            Password = parts.Password,
            AzureAuth = parts.AzureAuth,
            Options = parts.Options,
        };

    private static DatabaseUri Sqlite(string rest)
    {
        var path = rest.Split('?', 2)[0];
        if (!path.StartsWith('/') && path.Length > 0)
        {
            throw new FormatException(
                "An SQLite URI has three slashes before a relative path and four before an absolute one: sqlite:///mlflow.db, sqlite:////data/mlflow.db."
            );
        }

        path = path.Length > 0 ? path[1..] : path;
        return path switch
        {
            "" or ":memory:" => throw new FormatException(
                "SQLite in memory would lose everything when the server stops; give a file, such as sqlite:///mlflow.db."
            ),
            _ when path.StartsWith("file:", StringComparison.Ordinal) => throw new FormatException(
                "SQLite's own file: URIs are not supported; give a path, such as sqlite:////data/mlflow.db."
            ),
            _ => new DatabaseUri { Kind = DatabaseKind.Sqlite, Database = Path.GetFullPath(path) },
        };
    }
}
