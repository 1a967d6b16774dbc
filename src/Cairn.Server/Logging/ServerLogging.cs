using Microsoft.Extensions.Logging;

namespace Cairn.Server.Logging;

/// <summary>Writes log records to standard output.</summary>
public static class ServerLogging
{
    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    /// <summary>Sets the format and the level that the options ask for.</summary>
    public static void Configure(ILoggingBuilder logging, LogOptions options)
    {
        logging.SetMinimumLevel(options.Level);

        // ASP.NET tells of every request; that is for those who ask.
        logging.AddFilter("Microsoft", options.Level <= LogLevel.Debug ? options.Level : LogLevel.Warning);
        logging.AddFilter("Azure", options.Level <= LogLevel.Debug ? options.Level : LogLevel.Warning);

        // A server that cannot start says so itself, in one line.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        if (options.Format == LogFormat.Json)
        {
            logging.AddJsonConsole(console =>
                (console.UseUtcTimestamp, console.TimestampFormat) = (true, Timestamp.TrimEnd())
            );
        }
        else
        {
            logging.AddSimpleConsole(console =>
                (console.UseUtcTimestamp, console.TimestampFormat, console.SingleLine) = (true, Timestamp, true)
            );
        }
    }
}
