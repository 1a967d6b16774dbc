using System.Globalization;
using Npgsql;

namespace Cairn.Sql.Engine.Postgres;

/// <summary>Turns a URI's parts, as libpq names them, into the driver's settings.</summary>
internal static class PostgresConnectionString
{
    public static NpgsqlConnectionStringBuilder From(DatabaseUri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = string.Join(',', uri.Hosts),
            Port = uri.Port,
            Database = uri.Database,
            Username = uri.User,
            Password = uri.Password,
            ApplicationName = "cairn",
            Timeout = 15,
            CommandTimeout = 60,
            KeepAlive = 30,
        };
        foreach (var (name, value) in uri.Options)
        {
            Set(builder, name, value);
        }

        return builder;
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "sslmode" or "ssl": // The latter is asyncpg's.
                builder.SslMode = value switch
                {
                    "disable" => SslMode.Disable,
                    "allow" => SslMode.Allow,
                    "prefer" => SslMode.Prefer,
                    "require" => SslMode.Require,
                    "verify-ca" => SslMode.VerifyCA,
                    "verify-full" => SslMode.VerifyFull,
                    _ => throw new FormatException(
                        $"sslmode must be disable, allow, prefer, require, verify-ca or verify-full, not '{value}'."
                    ),
                };
                break;
            case "sslrootcert" when value == "system":
                break; // What it is without any.
            case "sslrootcert":
                builder.RootCertificate = value;
                break;
            case "sslcert":
                builder.SslCertificate = value;
                break;
            case "sslkey":
                builder.SslKey = value;
                break;
            case "sslpassword":
                builder.SslPassword = value;
                break;
            case "options":
                builder.Options = value;
                break;
            case "application_name":
                builder.ApplicationName = value;
                break;
            case "connect_timeout":
                builder.Timeout = Number(name, value);
                break;
            case "client_encoding":
                break; // Always UTF-8.
            case "passfile":
                builder.Passfile = value;
                break;
            case "keepalives_idle":
                builder.KeepAlive = Number(name, value);
                break;
            case "keepalives"
            or "keepalives_interval"
            or "keepalives_count"
            or "gssencmode"
            or "target_session_attrs"
            or "tcp_user_timeout"
            or "sslcompression"
            or "fallback_application_name"
            or "prepared_statement_cache_size": // The last is asyncpg's.
                break;
            case "channel_binding":
                builder.ChannelBinding = Enum.TryParse<ChannelBinding>(value, true, out var binding)
                    ? binding
                    : throw new FormatException($"channel_binding must be disable, prefer or require, not '{value}'.");
                break;
            default:
                throw new FormatException($"The database URI has an option '{name}' that is not known.");
        }
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} must be a whole number, not '{value}'.");
}
