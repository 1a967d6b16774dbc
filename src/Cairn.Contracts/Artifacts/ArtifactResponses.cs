namespace Cairn.Contracts.Artifacts;

/// <summary>A file or folder in a listing.</summary>
/// <param name="Path">Relative to what the endpoint says.</param>
/// <param name="IsDir">Whether it is a folder.</param>
/// <param name="FileSize">In bytes; absent for a folder and for an empty file.</param>
public sealed record FileInfo(string Path, bool IsDir, long? FileSize);

/// <summary>A folder of a run's artifacts.</summary>
/// <param name="RootUri">The run's root.</param>
/// <param name="Files">What is in the folder, with paths relative to the root; absent when there is nothing.</param>
public sealed record ListArtifactsResponse(string? RootUri, IReadOnlyList<FileInfo>? Files);

/// <summary>A folder below the artifact destination.</summary>
/// <param name="Files">What is in the folder, with paths relative to it; absent when there is nothing.</param>
public sealed record ListProxiedArtifactsResponse(IReadOnlyList<FileInfo>? Files);

/// <summary>Where to upload a file to.</summary>
/// <param name="PresignedUrl">The URL.</param>
/// <param name="Headers">To be sent with it.</param>
public sealed record PresignedUploadResponse(string PresignedUrl, IReadOnlyDictionary<string, string> Headers);

/// <summary>Where to download a file from.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Headers">To be sent with it.</param>
/// <param name="FileSize">In bytes.</param>
public sealed record PresignedDownloadResponse(string Url, IReadOnlyDictionary<string, string> Headers, long? FileSize);

/// <summary>An upload in parts has begun.</summary>
/// <param name="UploadId">Names it.</param>
/// <param name="Credentials">Where to send each part.</param>
public sealed record CreateMultipartUploadResponse(
    string UploadId,
    IReadOnlyList<MultipartUploadCredential> Credentials
);

/// <summary>Where to send a part.</summary>
/// <param name="Url">The URL.</param>
/// <param name="PartNumber">From 1.</param>
/// <param name="Headers">To be sent with it.</param>
public sealed record MultipartUploadCredential(
    string Url,
    long PartNumber,
    IReadOnlyDictionary<string, string> Headers
);
