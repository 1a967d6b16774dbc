using Cairn.Sql.Engine;

namespace Cairn.Sql.Registry;

/// <summary>The database of the model registry and of webhooks: the tracking database, or one of its own.</summary>
/// <param name="database">The database.</param>
/// <param name="isOwn">Whether it is closed with this.</param>
public sealed class RegistryDatabase(Database database, bool isOwn = false) : IAsyncDisposable
{
    /// <summary>The database.</summary>
    public Database Database => database;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => isOwn ? database.DisposeAsync() : ValueTask.CompletedTask;
}
