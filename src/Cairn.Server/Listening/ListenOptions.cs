namespace Cairn.Server.Listening;

/// <summary>Where the server listens and how it stops.</summary>
public sealed record ListenOptions
{
    /// <summary>The address or host name to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; } = 5000;

    /// <summary>How long requests are still accepted after the server was asked to stop.</summary>
    public TimeSpan ShutdownDelay { get; init; }

    /// <summary>How long a client may take to send the headers of a request.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
