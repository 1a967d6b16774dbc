using System.Text;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Server.Artifacts;

/// <summary>
/// Uses the artifact store once as clients do: writes a small file under the server's own prefix, reads it back and
/// deletes it. This needs the address, the credential, the role, the container and the free space.
/// </summary>
internal sealed class StoreProbe(ArtifactStores stores, ArtifactOptions options)
{
    private static readonly byte[] _content = Encoding.UTF8.GetBytes("written by the store check of cairn");

    /// <summary>Runs the check.</summary>
    /// <exception cref="CairnException">What is wrong and what to do.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var root = stores.Resolve(options.Location);
        if (root.Store is IStorePreparation preparation)
        {
            await preparation.PrepareAsync(ct);
        }

        var file = root.At(ArtifactPath.Parse($".cairn-check-{Guid.NewGuid():N}"));
        if (!options.CheckWrites)
        {
            _ = await file.Store.FindAsync(file.Path, ct);
            return;
        }

        var metadata = new ArtifactMetadata("text/plain", _content.Length);
        await StepAsync("write", file.Store.WriteAsync(file.Path, new MemoryStream(_content), metadata, ct));
        try
        {
            await StepAsync("read", ReadAsync(file, ct));
        }
        finally
        {
            await StepAsync("delete", file.Store.DeleteAsync(file.Path, ct));
        }
    }

    private static async Task ReadAsync(ArtifactPlace file, CancellationToken ct)
    {
        await using var content = await file.Store.OpenReadAsync(file.Path, null, ct);
        var read = new byte[_content.Length];
        await content.Stream.ReadExactlyAsync(read, ct);
        if (!read.AsSpan().SequenceEqual(_content))
        {
            throw CairnException.Unavailable("The store returned other content than was written.");
        }
    }

    private static async Task StepAsync(string step, Task action)
    {
        try
        {
            await action;
        }
        catch (CairnException e)
        {
            throw new CairnException(e.Code, $"Cannot {step} a test file. {e.Message}", e);
        }
    }
}
