using Cairn.Server.Hosting.Settings;
using Cairn.Sql.Engine;

namespace Cairn.Server.Hosting.Validation;

/// <summary>The database URI is of a kind that can be opened.</summary>
internal sealed class BackendStoreValidator : IServerOptionsValidator
{
    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources)
    {
        string problem;
        try
        {
            DatabaseUri.Parse(options.BackendStoreUri, Environment.GetEnvironmentVariable);
            yield break;
        }
        catch (FormatException e)
        {
            problem = e.Message;
        }

        yield return $"{sources.Key("--backend-store-uri")}: {problem}";
    }
}
