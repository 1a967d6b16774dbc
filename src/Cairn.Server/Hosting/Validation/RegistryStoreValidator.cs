using Cairn.Server.Hosting.Settings;
using Cairn.Sql.Engine;

namespace Cairn.Server.Hosting.Validation;

/// <summary>The URI of the registry's own database, where there is one, is of a kind that can be opened.</summary>
internal sealed class RegistryStoreValidator : IServerOptionsValidator
{
    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources)
    {
        if (options.RegistryStoreUri is not { } uri)
        {
            return [];
        }

        try
        {
            DatabaseUri.Parse(uri, Environment.GetEnvironmentVariable);
            return [];
        }
        catch (FormatException e)
        {
            return [$"{sources.Key("--registry-store-uri")}: {e.Message}"];
        }
    }
}
