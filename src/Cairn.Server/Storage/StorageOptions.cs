using Cairn.Azure;
using Cairn.Sql.Engine;

namespace Cairn.Server.Storage;

/// <summary>The databases, and how to connect to them.</summary>
public sealed record StorageOptions
{
    /// <summary>The SQLAlchemy URI of the database of experiments and runs.</summary>
    public string BackendStoreUri { get; init; } = "sqlite:///mlflow.db";

    /// <summary>The SQLAlchemy URI of the model registry's database; null when it shares the other one.</summary>
    public string? RegistryStoreUri { get; init; }

    /// <summary>Whether the password of PostgreSQL is an Entra ID token.</summary>
    public bool UsesEntra { get; init; }

    /// <summary>
    /// Whether a database of an earlier MLflow is upgraded at start; otherwise the server refuses it.
    /// </summary>
    public bool Upgrade { get; init; }

    /// <summary>Where Entra ID tokens come from.</summary>
    public AzureEnvironment Azure { get; init; } = new();

    /// <summary>The connection pool.</summary>
    public DatabaseSettings Connections { get; init; } = new();

    /// <summary>Looks up the environment variables of libpq (<c>PGHOST</c>, …), which fill gaps in a URI.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The database of experiments and runs, without its password.</summary>
    internal string Place => Parse(BackendStoreUri).ToString();

    /// <summary>Parses a database URI.</summary>
    /// <exception cref="FormatException">Cairn cannot use it. The message gives the reason and no password.</exception>
    public DatabaseUri Parse(string uri) => DatabaseUri.Parse(uri, Environment);
}
