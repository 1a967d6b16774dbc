using Cairn.Server.Settings;

namespace Cairn.Server.Storage;

/// <summary>Checks that the database URIs can be opened.</summary>
internal static class DatabaseUriValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(StorageOptions options, SettingSources sources) =>
        from setting in new[]
        {
            (Flag: StorageSettings.BackendStore, Uri: options.BackendStoreUri),
            (Flag: StorageSettings.RegistryStore, Uri: options.RegistryStoreUri),
        }
        where setting.Uri is not null
        let problem = Problem(options, setting.Uri)
        where problem is not null
        select $"{sources.Key(setting.Flag)}: {problem}";

    private static string? Problem(StorageOptions options, string uri)
    {
        try
        {
            options.Parse(uri);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
