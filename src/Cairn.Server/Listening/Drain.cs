using Cairn.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Listening;

/// <summary>
/// What lies between the order to stop and the end: readiness falls first, so that load balancers send new requests
/// elsewhere, and
/// requests are served until they have had the time to notice. Clients that keep a connection are told to make a new
/// one.
/// </summary>
internal sealed partial class Drain(ListenOptions options, TimeProvider time, ILogger<Drain> log)
    : IHostedLifecycleService
{
    private volatile bool _begun;

    /// <summary>Lets readiness fail once the server is to stop.</summary>
    /// <exception cref="CairnException">It is.</exception>
    public void DemandServing()
    {
        if (_begun)
        {
            throw CairnException.Unavailable("The server is stopping.");
        }
    }

    /// <summary>The middleware.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (_begun)
        {
            http.Response.Headers.Connection = "close";
        }

        return next(http);
    }

    /// <summary>Runs before anything is stopped: the server still accepts requests meanwhile.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        if (options.ShutdownDelay > TimeSpan.Zero)
        {
            Log.Draining(log, options.ShutdownDelay.TotalSeconds);
            await Task.Delay(options.ShutdownDelay, time, cancellationToken);
        }

        Log.Stopping(log);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            1202,
            LogLevel.Information,
            "Stopping: no new requests are accepted, those under way are finished"
        )]
        public static partial void Stopping(ILogger log);

        [LoggerMessage(
            1204,
            LogLevel.Information,
            "Told to stop: readiness says so, and requests are accepted for {Seconds} s more"
        )]
        public static partial void Draining(ILogger log, double seconds);
    }
}
