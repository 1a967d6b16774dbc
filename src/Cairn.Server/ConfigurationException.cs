namespace Cairn.Server;

/// <summary>The server cannot start as it is configured.</summary>
/// <param name="message">What to change, naming the flag or variable.</param>
public sealed class ConfigurationException(string message) : Exception(message);
