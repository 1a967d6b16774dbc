namespace Cairn.Server.Logging;

/// <summary>How log records are written.</summary>
public enum LogFormat
{
    /// <summary>One line of text each.</summary>
    Text,

    /// <summary>One JSON object each.</summary>
    Json,
}
