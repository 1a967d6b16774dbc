using Cairn.Server.Hosting.Settings;

namespace Cairn.Server.Hosting.Validation;

/// <summary>Checks one concern of the options.</summary>
internal interface IServerOptionsValidator
{
    /// <summary>What is wrong, each in a sentence that starts with the flag or variable to change.</summary>
    IEnumerable<string> Validate(ServerOptions options, SettingSources sources);
}
