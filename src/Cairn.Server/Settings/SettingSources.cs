namespace Cairn.Server.Settings;

/// <summary>Where each setting's value came from, so that an error can name the flag or variable to change.</summary>
internal sealed class SettingSources
{
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    /// <summary>Notes that <paramref name="setting"/> was set by <paramref name="source"/>.</summary>
    public void Add(string setting, string source) => _sources[setting] = source;

    /// <summary>Whether a flag or variable set it.</summary>
    public bool IsSet(string setting) => _sources.ContainsKey(setting);

    /// <summary>The flag or variable that set it; its own name when the default holds.</summary>
    public string Key(string setting) => _sources.GetValueOrDefault(setting, setting);
}
