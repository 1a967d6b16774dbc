using System.Net.Sockets;
using Cairn.Server.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Hosting;

/// <summary>Runs a server from its start to its end.</summary>
public static partial class ServerRun
{
    /// <summary>
    /// Serves until SIGTERM or SIGINT: then readiness falls, and after <see cref="Listening.ListenOptions.ShutdownDelay"/> it
    /// stops accepting,
    /// finishes what it has accepted, and closes the database.
    /// </summary>
    /// <param name="options">The options, validated.</param>
    /// <param name="ignored">Flags and variables that have no effect, for the log.</param>
    /// <param name="output">Takes the banner, where the log is text.</param>
    /// <param name="ct">Stops the server.</param>
    /// <exception cref="ConfigurationException">The server cannot start as it is configured.</exception>
    public static async Task ServeAsync(
        ServerOptions options,
        IReadOnlyList<string> ignored,
        TextWriter output,
        CancellationToken ct
    )
    {
        await using var app = await CairnServer.BuildAsync(
            options,
            logging => ServerLogging.Configure(logging, options.Logging),
            ct
        );
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Cairn");
        if (ignored.Count > 0)
        {
            Log.Ignored(log, string.Join(", ", ignored));
        }

        await StartAsync(app, options, ct);
        var banner = Banner.Of(options, [.. app.Urls]);
        if (options.Logging.Format == LogFormat.Text)
        {
            await output.WriteAsync(banner.ToString());
            await output.FlushAsync(ct);
        }
        else
        {
            Log.Serving(log, ServerVersion.Cairn, banner.Url, banner.Database, banner.Artifacts);
        }

        // What only the start needed goes back to the machine.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        await app.WaitForShutdownAsync(ct);
        Log.Stopped(log);
    }

    private static async Task StartAsync(WebApplication app, ServerOptions options, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new ConfigurationException(
                $"--port: {options.Listen.Host}:{options.Listen.Port} is in use. Stop what listens there, or choose another port (0 takes a free one)."
            );
        }
        catch (SocketException e)
        {
            throw new ConfigurationException(
                $"--host, --port: cannot listen on {options.Listen.Host}:{options.Listen.Port}: {e.Message}."
            );
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1200,
            LogLevel.Information,
            "Cairn {Version} serves {Url}; database {Database}; artifacts {Artifacts}"
        )]
        public static partial void Serving(ILogger log, string version, string url, string database, string artifacts);

        [LoggerMessage(1201, LogLevel.Information, "Accepted and without effect here: {Ignored}")]
        public static partial void Ignored(ILogger log, string ignored);

        [LoggerMessage(1203, LogLevel.Information, "Stopped")]
        public static partial void Stopped(ILogger log);
    }
}
