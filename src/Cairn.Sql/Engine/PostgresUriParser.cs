using System.Globalization;

namespace Cairn.Sql.Engine;

/// <summary>Reads what follows <c>postgresql://</c>, and fills gaps from the variables that libpq reads.</summary>
internal static class PostgresUriParser
{
    private const int DefaultPort = 5432;

    // https://www.postgresql.org/docs/current/libpq-envars.html
    private static readonly Dictionary<string, string> _optionVariables = new()
    {
        ["PGSSLMODE"] = "sslmode",
        ["PGSSLROOTCERT"] = "sslrootcert",
        ["PGSSLCERT"] = "sslcert",
        ["PGSSLKEY"] = "sslkey",
        ["PGOPTIONS"] = "options",
        ["PGAPPNAME"] = "application_name",
        ["PGCONNECT_TIMEOUT"] = "connect_timeout",
        ["PGPASSFILE"] = "passfile",
        ["PGCHANNELBINDING"] = "channel_binding",
    };

    public sealed record Parts(
        IReadOnlyList<string> Hosts,
        int Port,
        string Database,
        string User,
        string? Password,
        bool AzureAuth,
        IReadOnlyDictionary<string, string> Options
    );

    public static Parts Parse(string rest, Func<string, string?> variable)
    {
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        var options = Query(query < 0 ? "" : rest[(query + 1)..]);
        var main = query < 0 ? rest : rest[..query];

        // A password may hold an @ that was not encoded, and SQLAlchemy takes it: the last one ends it.
        var at = main.LastIndexOf('@');
        var login = at < 0 ? [] : main[..at].Split(':', 2);
        main = main[(at + 1)..];
        var slash = main.IndexOf('/', StringComparison.Ordinal);
        var hosts = slash < 0 ? main : main[..slash];
        var database = slash < 0 ? "" : main[(slash + 1)..];

        var user =
            Taken("user")
            ?? Text(login.Length > 0 ? Decode(login[0]) : null)
            ?? Text(variable("PGUSER"))
            ?? Environment.UserName;
        var password =
            Taken("password") ?? (login.Length > 1 ? Decode(login[1]) : null) ?? Text(variable("PGPASSWORD"));
        // Before a port, a socket's folder is told from the port only while it is encoded.
        var host =
            Encode(Taken("host"))
            ?? Text(hosts)
            ?? Encode(Text(variable("PGHOST")) ?? Text(variable("PGHOSTADDR")))
            ?? "localhost";
        var port = Taken("port") ?? Text(variable("PGPORT")) ?? "";
        var azure = Taken("azure_auth") is { } value && value.ToUpperInvariant() is "TRUE" or "1";
        foreach (var (key, option) in _optionVariables)
        {
            if (Text(variable(key)) is { } set)
            {
                options.TryAdd(option, set);
            }
        }

        var (list, common) = Hosts(host.Split(','), port.Split(','));
        var name = Taken("dbname") ?? Taken("database") ?? Text(database) ?? Text(variable("PGDATABASE")) ?? user;
        return new(list, common, name, user, password, azure, options);

        string? Taken(string name) => options.Remove(name, out var value) ? Text(value) : null;
    }

    /// <summary>One port for all hosts, or one for each.</summary>
    private static (IReadOnlyList<string> Hosts, int Port) Hosts(string[] hosts, string[] ports)
    {
        if (ports.Length != 1 && ports.Length != hosts.Length)
        {
            throw new FormatException($"The database URI names {hosts.Length} hosts and {ports.Length} ports.");
        }

        if (hosts.Length == 1)
        {
            var (name, port) = Split(hosts[0]);
            return ([name], Port(port ?? ports[0]));
        }

        return ([.. hosts.Select(WithPort)], Port(ports[0]));

        string WithPort(string host, int at)
        {
            var (name, own) = Split(host);
            return $"{(IsAddressOfSix(name) ? $"[{name}]" : name)}:{Port(own ?? ports[ports.Length == 1 ? 0 : at])}";
        }
    }

    private static (string Name, string? Port) Split(string host)
    {
        var colon = host.LastIndexOf(':');
        var isWhole = host.StartsWith('/') || colon < 0 || colon < host.IndexOf(']', StringComparison.Ordinal);
        return isWhole ? (Name(host), null) : (Name(host[..colon]), host[(colon + 1)..]);

        static string Name(string text) => Decode(text.Trim('[', ']'));
    }

    // One of several may be left empty: it is the default then.
    private static int Port(string text) =>
        text.Length == 0 ? DefaultPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
        : throw new FormatException("The database URI's port must be a number from 1 to 65535.");

    private static Dictionary<string, string> Query(string text)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Decode(parts[0].Replace('+', ' '));
            var value = parts.Length > 1 ? Decode(parts[1].Replace('+', ' ')) : "";

            // SQLAlchemy's way to name several hosts, with a port each.
            options[name] =
                name is "host" or "port" && options.TryGetValue(name, out var first) ? $"{first},{value}" : value;
        }

        return options;
    }

    /// <summary>Whether a host is an IPv6 address, which needs brackets before a port.</summary>
    internal static bool IsAddressOfSix(string host) => !host.StartsWith('/') && host.Count(c => c == ':') > 1;

    private static string? Encode(string? hosts) => hosts?.Replace("%", "%25", StringComparison.Ordinal);

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
