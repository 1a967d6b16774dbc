using Cairn.Core.Errors;
using Cairn.Sql.Engine;
using Cairn.Sql.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Storage;

/// <summary>Sees to the first statistics of databases that fill while the server runs.</summary>
internal sealed partial class StatisticsKeeper(
    Database database,
    RegistryDatabase registry,
    TimeProvider time,
    ILogger<StatisticsKeeper> log
) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            ((Database[])[database, registry.Database])
                .Distinct()
                .Where(FirstStatistics.AreNeeded)
                .Select(each => KeepAsync(each, stoppingToken))
        );

    private async Task KeepAsync(Database one, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(_interval, time);
        var told = false;
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                told = !await GatherAsync(one, told, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task<bool> GatherAsync(Database one, bool wasTold, CancellationToken ct)
    {
        try
        {
            await FirstStatistics.GatherAsync(one, ct);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Searches are slower without them and nothing else; readiness tells of a database that is gone.
            if (!wasTold)
            {
                Log.Failed(log, one.Name, (e as CairnException)?.Message ?? e.GetBaseException().Message);
            }

            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1205, LogLevel.Warning, "No statistics could be gathered of new tables of {Database}: {Reason}")]
        public static partial void Failed(ILogger log, string database, string reason);
    }
}
