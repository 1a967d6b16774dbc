using System.Data.Common;
using Cairn.Azure.Tokens;
using Cairn.Core.Errors;
using Cairn.Core.Secrets;
using Cairn.Sql.Engine;
using Cairn.Sql.Registry;
using Cairn.Sql.Schema;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Storage;

/// <summary>Opens the databases that the options name.</summary>
/// <param name="options">Which databases, and how to connect.</param>
/// <param name="log">Logger. Secrets are never logged.</param>
public sealed class BackendStore(StorageOptions options, ILogger log)
{
    /// <summary>Opens the database of experiments and runs and brings its schema to the head.</summary>
    /// <param name="artifactRoot">The artifact location of the first experiment of an empty database.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ConfigurationException">The database cannot be reached, or its schema cannot be used as it
    /// is.</exception>
    public Task<Database> OpenAsync(string artifactRoot, CancellationToken ct) =>
        OpenAsync(options.BackendStoreUri, StorageSettings.BackendStore, DatabaseSettings.Tracking, artifactRoot, ct);

    /// <summary>Opens the registry's own database if one is configured; otherwise returns the given one.</summary>
    /// <param name="shared">The database of experiments and runs.</param>
    /// <param name="artifactRoot">The artifact location of the first experiment of an empty database.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ConfigurationException">The database cannot be reached, or its schema cannot be used as it
    /// is.</exception>
    public async Task<RegistryDatabase> OpenRegistryAsync(Database shared, string artifactRoot, CancellationToken ct) =>
        options.RegistryStoreUri is { } uri && uri != options.BackendStoreUri
            ? new(await OpenAsync(uri, StorageSettings.RegistryStore, "registry", artifactRoot, ct), isOwn: true)
            : new(shared);

    /// <summary>Opens a database whatever its schema.</summary>
    /// <param name="uri">The database.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Database> ConnectAsync(DatabaseUri uri, CancellationToken ct) =>
        ConnectAsync(uri, DatabaseSettings.Tracking, ct);

    private Task<Database> ConnectAsync(DatabaseUri uri, string name, CancellationToken ct)
    {
        var settings = options.Connections with { Name = name };
        if (uri.Kind == DatabaseKind.Postgres && (options.UsesEntra || uri.AzureAuth))
        {
            var tokens = new DatabaseTokens(options.Azure, log);
            settings = settings with { Password = cancel => tokens.ForDatabaseAsync(uri.FirstHost, cancel) };
        }

        return Databases.OpenAsync(uri, settings, ct);
    }

    private async Task<Database> OpenAsync(
        string text,
        string flag,
        string name,
        string artifactRoot,
        CancellationToken ct
    )
    {
        try
        {
            return await PassAsync(await ConnectAsync(options.Parse(text), name, ct), artifactRoot, ct);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException($"{flag}: {e.Message}");
        }
        catch (DatabaseException e)
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

    private async Task<Database> PassAsync(Database database, string artifactRoot, CancellationToken ct)
    {
        try
        {
            await new SchemaGate(database, TimeProvider.System).OpenAsync(artifactRoot, options.Upgrade, ct);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
