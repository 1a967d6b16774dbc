namespace Cairn.Server.Api;

/// <summary>Where the API is served and how long a request may take to arrive.</summary>
public sealed record ApiOptions
{
    /// <summary>The prefix of every path, such as <c>/mlflow</c>; empty for none.</summary>
    public string StaticPrefix { get; init; } = "";

    /// <summary>How long a client may take to send a JSON body.</summary>
    public TimeSpan RequestBodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a client may stall: take less than a block of a response, or send less than the minimum rate of an
    /// upload.
    /// </summary>
    public TimeSpan ClientTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
