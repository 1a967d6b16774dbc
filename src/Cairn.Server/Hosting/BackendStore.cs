using System.Data.Common;
using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Core.Errors;
using Cairn.Sql.Engine;
using Cairn.Sql.Registry;
using Cairn.Sql.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Server.Hosting;

/// <summary>Opens the database that the options name.</summary>
internal static class BackendStore
{
    /// <summary>The database, open and at the head of the schema.</summary>
    /// <exception cref="ConfigurationException">The database cannot be reached, or its schema cannot be used as it
    /// is.</exception>
    public static Task<Database> OpenAsync(
        ServerOptions options,
        Action<ILoggingBuilder>? logging,
        CancellationToken ct
    ) => OpenAsync(options.BackendStoreUri, "--backend-store-uri", DatabaseSettings.Tracking, options, logging, ct);

    /// <summary>The registry's database: the one of its own that the options name, else the given one.</summary>
    /// <exception cref="ConfigurationException">The database cannot be reached, or its schema cannot be used as it
    /// is.</exception>
    public static async Task<RegistryDatabase> OpenRegistryAsync(
        ServerOptions options,
        Database shared,
        Action<ILoggingBuilder>? logging,
        CancellationToken ct
    ) =>
        options.RegistryStoreUri is { } uri && uri != options.BackendStoreUri
            ? new(await OpenAsync(uri, "--registry-store-uri", "registry", options, logging, ct), isOwn: true)
            : new(shared);

    /// <summary>The database, open, whatever its schema.</summary>
    /// <param name="uri">Which one.</param>
    /// <param name="entra">Whether its password is an Entra ID token, also when the URI does not say so.</param>
    /// <param name="azure">Where such tokens come from.</param>
    /// <param name="log">Hears which credential was chosen.</param>
    /// <param name="ct">Gives up waiting.</param>
    public static Task<Database> ConnectAsync(
        DatabaseUri uri,
        bool entra,
        AzureOptions azure,
        ILogger log,
        CancellationToken ct
    ) => ConnectAsync(uri, DatabaseSettings.Tracking, entra, azure, log, ct);

    private static Task<Database> ConnectAsync(
        DatabaseUri uri,
        string name,
        bool entra,
        AzureOptions azure,
        ILogger log,
        CancellationToken ct
    )
    {
        var settings = DatabaseSettings.From(Environment.GetEnvironmentVariable) with { Name = name };
        if (uri.Kind == DatabaseKind.Postgres && (entra || uri.AzureAuth))
        {
            var tokens = new EntraTokens(azure, log);
            settings = settings with { Password = cancel => tokens.ForDatabaseAsync(uri.FirstHost, cancel) };
        }

        return Databases.OpenAsync(uri, settings, ct);
    }

    private static async Task<Database> OpenAsync(
        string text,
        string flag,
        string name,
        ServerOptions options,
        Action<ILoggingBuilder>? logging,
        CancellationToken ct
    )
    {
        // The container that makes loggers is built once the database is open.
        using var loggers = logging is null ? null : LoggerFactory.Create(logging);
        try
        {
            var uri = DatabaseUri.Parse(text, Environment.GetEnvironmentVariable);
            var log = loggers?.CreateLogger("Cairn.Database") ?? NullLogger.Instance;
            return await PassAsync(
                await ConnectAsync(uri, name, options.BackendStoreEntra, options.Azure, log, ct),
                options,
                ct
            );
        }
        catch (Exception e) when (e is FormatException or DatabaseException)
        {
            throw new ConfigurationException(e.Message);
        }
        catch (Exception e) when (e is DbException or CairnException)
        {
            throw new ConfigurationException(
                $"{flag}: cannot use {SafeUri.Mask(text)}: {(e.InnerException as CairnException ?? e).Message}"
            );
        }
    }

    private static async Task<Database> PassAsync(Database database, ServerOptions options, CancellationToken ct)
    {
        try
        {
            await new SchemaGate(database, TimeProvider.System).OpenAsync(
                options.ArtifactRoot,
                options.UpgradeDatabase,
                ct
            );
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
