using Microsoft.Extensions.Logging;

namespace Cairn.Server.Logging;

/// <summary>What is logged, and how.</summary>
public sealed record LogOptions
{
    /// <summary>The format of log records.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>The minimum level.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;
}
