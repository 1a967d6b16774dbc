namespace Cairn.Core.Artifacts;

/// <summary>The ability of a store to take a file in parts, sent by the client to signed URLs.</summary>
public interface IMultipartUploads
{
    /// <summary>Begins an upload. Nothing is visible before <see cref="CompleteUploadAsync"/>.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="parts">How many parts the client will send.</param>
    /// <param name="ct">Cancels.</param>
    Task<MultipartUpload> CreateUploadAsync(ArtifactPath path, int parts, CancellationToken ct);

    /// <summary>Makes one file of the parts, in the order of their numbers.</summary>
    Task CompleteUploadAsync(
        ArtifactPath path,
        string? uploadId,
        IReadOnlyList<UploadedPart> parts,
        ArtifactMetadata metadata,
        CancellationToken ct
    );

    /// <summary>Gives an upload up.</summary>
    Task AbortUploadAsync(ArtifactPath path, string? uploadId, CancellationToken ct);
}

/// <summary>The ability of a store to let a client read a file from a signed URL.</summary>
public interface ISignedDownloads
{
    /// <summary>Signs the reading of one file.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST when there is no such file.</exception>
    Task<SignedDownload> SignDownloadAsync(ArtifactPath path, DownloadTerms terms, CancellationToken ct);
}

/// <summary>The ability of a store to let a client write a file to a signed URL.</summary>
public interface ISignedUploads
{
    /// <summary>Signs the writing of one file.</summary>
    Task<SignedRequest> SignUploadAsync(
        ArtifactPath path,
        ArtifactMetadata metadata,
        TimeSpan lifetime,
        CancellationToken ct
    );
}

/// <summary>A request that a client may send without credentials of its own.</summary>
/// <param name="Url">Where to; it holds the signature: never log it.</param>
/// <param name="Headers">Headers that the client must send with it.</param>
public sealed record SignedRequest(string Url, IReadOnlyDictionary<string, string> Headers);

/// <summary>A file to be read from a signed URL.</summary>
/// <param name="Request">The request to send.</param>
/// <param name="Length">The file's length in bytes; null when unknown.</param>
public sealed record SignedDownload(SignedRequest Request, long? Length);

/// <summary>What a signed URL promises.</summary>
/// <param name="ContentType">The media type that the answer carries.</param>
/// <param name="ContentDisposition">Its Content-Disposition header.</param>
/// <param name="Lifetime">For how long it may be used.</param>
public sealed record DownloadTerms(string ContentType, string ContentDisposition, TimeSpan Lifetime);

/// <summary>An upload in parts.</summary>
/// <param name="UploadId">Names the upload in later calls.</param>
/// <param name="Parts">One request for each part, numbered from 1.</param>
public sealed record MultipartUpload(string UploadId, IReadOnlyList<SignedRequest> Parts);

/// <summary>A part that the client has sent.</summary>
/// <param name="Number">From 1.</param>
/// <param name="ETag">What the store answered; null when it answered none.</param>
/// <param name="Url">Where it was sent to; null when the client does not say.</param>
public sealed record UploadedPart(int Number, string? ETag, string? Url);
