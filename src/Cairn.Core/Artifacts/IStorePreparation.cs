namespace Cairn.Core.Artifacts;

/// <summary>
/// The ability of a store to make what it needs before it is used, such as its container, where that is configured.
/// </summary>
public interface IStorePreparation
{
    /// <summary>Makes it if it is not there.</summary>
    Task PrepareAsync(CancellationToken ct);
}
