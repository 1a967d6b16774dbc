using System.Buffers.Binary;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Shared;
using Cairn.Azure.Troubles;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>
/// Sends a stream of unknown behaviour as one blob: what fits into one block as a single request, the rest as blocks of
/// which several
/// are on their way at once. The blob appears whole, when all blocks are there.
/// </summary>
internal sealed class BlockUpload(BlockBlobClient blob, BlockBuffers buffers, AzureOptions options)
{
    /// <summary>Azure's limit.</summary>
    private const int MostBlocks = 50_000;

    /// <summary>What one upload may hold in memory; Azure would take more.</summary>
    private const int LargestBlock = 128 << 20;

    private readonly Guid _id = Guid.NewGuid();
    private int _blockSize;
    private DateTimeOffset? _begun; // By the storage's clock.
    private readonly List<Task<byte[]>> _sending = [];
    private readonly List<byte[]> _owned = [];
    private readonly List<string> _blocks = [];

    /// <summary>Uploads the content.</summary>
    /// <param name="content">Read to its end, once.</param>
    /// <param name="length">Its length in bytes if known.</param>
    /// <param name="headers">What the blob is to be served with.</param>
    /// <param name="tier">Its access tier; null for the account's default.</param>
    /// <param name="ct">Cancels; then nothing is left.</param>
    public async Task RunAsync(
        Stream content,
        long? length,
        BlobHttpHeaders headers,
        AccessTier? tier,
        CancellationToken ct
    )
    {
        _blockSize = BlockSize(options.BlockSize, length);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            var (buffer, filled, ended) = await buffers.FirstAsync(content, length, _blockSize, ct);
            _owned.Add(buffer);
            if (ended)
            {
                using var whole = new MemoryStream(buffer, 0, filled, false);
                await blob.UploadAsync(whole, new BlobUploadOptions { HttpHeaders = headers, AccessTier = tier }, ct);
                return;
            }

            while (filled > 0)
            {
                _sending.Add(SendAsync(buffer, filled, failed.Token));
                if (filled < _blockSize)
                {
                    break;
                }

                buffer = await NextBufferAsync();
                filled = await content.ReadAtLeastAsync(buffer.AsMemory(0, _blockSize), _blockSize, false, ct);
            }

            await Task.WhenAll(_sending);
            await CommitAsync(new CommitBlockListOptions { HttpHeaders = headers, AccessTier = tier }, ct);
        }
        finally
        {
            await failed.CancelAsync();
            await GiveBackAsync();
        }
    }

    /// <summary>The size of a content's blocks: larger than usual when a blob could not have enough of them.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when no blob holds so much.</exception>
    public static int BlockSize(int usual, long? length) =>
        length is null or <= 0 ? usual
        : (length.Value - 1) / MostBlocks < LargestBlock ? (int)Math.Max(usual, ((length.Value - 1) / MostBlocks) + 1)
        : throw TooLarge();

    /// <summary>
    /// The id of a block. All tools that write a blob must use ids of one length: this is that of Microsoft's SDKs, 48
    /// bytes.
    /// </summary>
    public static string BlockId(Guid upload, int number)
    {
        Span<byte> id = stackalloc byte[48];
        id.Clear();
        _ = upload.TryWriteBytes(id);
        BinaryPrimitives.WriteInt32BigEndian(id[44..], number);
        return Convert.ToBase64String(id);
    }

    private async Task CommitAsync(CommitBlockListOptions options, CancellationToken ct)
    {
        try
        {
            await blob.CommitBlockListAsync(_blocks, options, ct);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.InvalidBlockList)
        {
            // Another upload of the same file ended meanwhile, and Azure dropped our blocks then: as if ours had been
            // first and was
            // then replaced. When nobody wrote the file, it is a failure.
            var properties = await blob.GetPropertiesAsync(cancellationToken: ct);
            if (properties.Value.LastModified < _begun)
            {
                throw;
            }
        }
    }

    private async Task<byte[]> SendAsync(byte[] buffer, int count, CancellationToken ct)
    {
        var id = _blocks.Count < MostBlocks ? BlockId(_id, _blocks.Count) : throw TooLarge();
        _blocks.Add(id);
        using var block = new MemoryStream(buffer, 0, count, false);
        var staged = await blob.StageBlockAsync(id, block, cancellationToken: ct);
        _begun ??= staged.GetRawResponse().Headers.Date;
        return buffer;
    }

    /// <summary>
    /// A buffer that is free: one whose block has been sent, or a further one while there may be more.
    /// </summary>
    private async Task<byte[]> NextBufferAsync()
    {
        if (
            !_sending.Exists(sent => sent.IsCompleted)
            && _owned.Count < options.ParallelBlocks
            && _blockSize == options.BlockSize
            && buffers.TryTakeFurther()
        )
        {
            return Own();
        }

        var sent = await Task.WhenAny(_sending);
        _sending.Remove(sent);
        return await sent;
    }

    private byte[] Own()
    {
        var buffer = buffers.Rent(_blockSize);
        _owned.Add(buffer);
        return buffer;
    }

    private static CairnException TooLarge() =>
        CairnException.Invalid(
            $"The file is too large for the artifact store: a blob holds {MostBlocks} blocks, announced lengths may be up to {(long)MostBlocks * LargestBlock} bytes.".See(
                "too-large"
            )
        );

    private async Task GiveBackAsync()
    {
        // A buffer that is still being sent must not be given to somebody else.
        Task all = Task.WhenAll(_sending);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var i = 0; i < _owned.Count; i++)
        {
            buffers.Return(_owned[i]);
            if (i > 0)
            {
                buffers.ReturnFurther();
            }
        }
    }
}
