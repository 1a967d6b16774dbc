using Cairn.Core.Errors;
using Cairn.Sql.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Hosting;

/// <summary>Sees to the first statistics of a database that fills while the server runs.</summary>
internal sealed partial class StatisticsKeeper(Database database, TimeProvider time, ILogger<StatisticsKeeper> log) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!FirstStatistics.AreNeeded(database))
        {
            return;
        }

        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await GatherAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task GatherAsync(CancellationToken ct)
    {
        try
        {
            await FirstStatistics.GatherAsync(database, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Searches are slower without them and nothing else; readiness tells of a database that is gone.
            Log.Failed(log, (e as CairnException)?.Message ?? e.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1205, LogLevel.Warning, "No statistics could be gathered of new tables: {Reason}")]
        public static partial void Failed(ILogger log, string reason);
    }
}
