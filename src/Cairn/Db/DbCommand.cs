using System.CommandLine;
using System.Data.Common;
using Cairn.Core.Errors;
using Cairn.Core.Secrets;
using Cairn.Server;
using Cairn.Server.Hosting;
using Cairn.Server.Storage;
using Cairn.Sql.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Db;

/// <summary><c>cairn db</c>: what an operator does to a database. One file per verb.</summary>
internal static class DbCommand
{
    public static Command Create() =>
        new("db", "Look after a database: its schema, and moving to another one.")
        {
            DbStatus.Create(),
            DbUpgrade.Create(),
            DbRepair.Create(),
            DbCopy.Create(),
            DbRelease.Create(),
        };

    /// <summary>A database's URI; the server's own when it is left out.</summary>
    public static Argument<string> UriArgument() =>
        new("URI")
        {
            Description = "The database, as for --backend-store-uri.",
            DefaultValueFactory = _ => ServerConfiguration.FromEnvironment().Options.Storage.BackendStoreUri,
        };

    /// <summary>
    /// Opens a database, runs <paramref name="work"/> on it and closes it. What goes wrong is told as a problem of that
    /// database.
    /// </summary>
    public static async Task<int> OnAsync(
        string uri,
        bool mayCreate,
        Func<Database, Task<int>> work,
        CancellationToken ct
    )
    {
        var options = ServerConfiguration.FromEnvironment().Options;
        try
        {
            var parsed = options.Storage.Parse(uri);
            if (parsed.Kind == DatabaseKind.Sqlite && !mayCreate && !File.Exists(parsed.Database))
            {
                throw new ConfigurationException($"there is no file {parsed.Database}");
            }

            await using var database = await new BackendStore(options.Storage, NullLogger.Instance).ConnectAsync(
                parsed,
                ct
            );
            return await work(database);
        }
        catch (Exception e) when (Databases.IsUnreachable(e))
        {
            throw new UnreachableException(
                $"{SafeUri.Mask(uri)} does not answer: {(e is CairnException ? e.InnerException! : e).Message}"
            );
        }
        catch (Exception e) when (e is FormatException or DatabaseException)
        {
            throw new ConfigurationException(e.Message);
        }
        catch (Exception e) when (e is DbException or CairnException)
        {
            throw new ConfigurationException(
                $"{SafeUri.Mask(uri)}: {(e.InnerException as CairnException ?? (Exception)e).Message}"
            );
        }
    }
}
