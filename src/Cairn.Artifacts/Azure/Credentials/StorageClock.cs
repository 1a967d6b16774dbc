using Azure;

namespace Cairn.Artifacts.Azure.Credentials;

/// <summary>
/// The time as the storage sees it, from its last answer: by that time it judges signatures, whatever this machine's
/// clock says.
/// </summary>
internal sealed class StorageClock(TimeProvider time)
{
    private long _offset;

    /// <summary>What the storage's clock shows now; this machine's before the first answer.</summary>
    public DateTimeOffset Now => time.GetUtcNow().AddTicks(Volatile.Read(ref _offset));

    /// <summary>Takes the time from an answer.</summary>
    public void Saw(Response response)
    {
        if (response.Headers.Date is { } theirs)
        {
            Volatile.Write(ref _offset, (theirs - time.GetUtcNow()).Ticks);
        }
    }
}
