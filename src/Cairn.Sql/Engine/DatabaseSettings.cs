using System.Globalization;

namespace Cairn.Sql.Engine;

/// <summary>What is configured of a database beside its URI.</summary>
public sealed record DatabaseSettings
{
    /// <summary>What metrics call the database that holds experiments and runs.</summary>
    public const string Tracking = "tracking";

    /// <summary>What metrics call the database.</summary>
    public string Name { get; init; } = Tracking;

    /// <summary>Connections to a server that are kept open.</summary>
    public int PoolSize { get; init; } = 20;

    /// <summary>Further connections under load.</summary>
    public int MaxOverflow { get; init; } = 20;

    /// <summary>The age at which a connection is replaced; null keeps it.</summary>
    public TimeSpan? PoolRecycle { get; init; }

    /// <summary>Gives the password of each new connection, in place of the URI's: a token that expires.</summary>
    public Func<CancellationToken, ValueTask<string>>? Password { get; init; }

    /// <summary>How many connections there may be. SQLAlchemy's 0 and -1 set no bound, so many are taken.</summary>
    internal int MostConnections => PoolSize <= 0 || MaxOverflow < 0 ? 100 : Math.Max(2, PoolSize + MaxOverflow);

    /// <summary>The settings that MLflow's environment variables make.</summary>
    /// <param name="variable">Looks a variable up.</param>
    /// <exception cref="FormatException">A variable is no number. The message names it.</exception>
    public static DatabaseSettings From(Func<string, string?> variable)
    {
        var defaults = new DatabaseSettings();
        var recycle = Number("POOL_RECYCLE");
        return defaults with
        {
            PoolSize = Number("POOL_SIZE") ?? defaults.PoolSize,
            MaxOverflow = Number("MAX_OVERFLOW") ?? defaults.MaxOverflow,
            PoolRecycle = recycle > 0 ? TimeSpan.FromSeconds(recycle.Value) : null,
        };

        int? Number(string name)
        {
            var key = "MLFLOW_SQLALCHEMYSTORE_" + name;
            var value = variable(key);
            return string.IsNullOrWhiteSpace(value) ? null
                : int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                : throw new FormatException($"{key} must be a whole number, not '{value}'.");
        }
    }
}
