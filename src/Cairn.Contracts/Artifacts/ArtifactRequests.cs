using Cairn.Contracts.Json;
using Cairn.Contracts.Runs;

namespace Cairn.Contracts.Artifacts;

/// <summary>Lists a folder of a run's artifacts.</summary>
public sealed class ListArtifactsRequest : RunRequest
{
    /// <summary>The folder, relative to the run's root; absent for the root.</summary>
    public string? Path { get; set; }
}

/// <summary>Asks for a URL to upload a file of a run to.</summary>
public sealed class PresignedUploadRequest
{
    /// <summary>The run.</summary>
    [RequiredField]
    public string? RunId { get; set; }

    /// <summary>The file, relative to the run's root.</summary>
    [RequiredField]
    public string? Path { get; set; }

    /// <summary>For how many seconds the URL is to be valid.</summary>
    public long? Expiration { get; set; }
}

/// <summary>Begins an upload in parts.</summary>
public sealed class CreateMultipartUploadRequest
{
    /// <summary>The file, relative to the folder in the URL or as its last segment.</summary>
    [RequiredField]
    public string? Path { get; set; }

    /// <summary>How many parts will follow.</summary>
    public long? NumParts { get; set; }
}

/// <summary>Ends an upload in parts.</summary>
public sealed class CompleteMultipartUploadRequest
{
    /// <summary>The file, as at the beginning.</summary>
    [RequiredField]
    public string? Path { get; set; }

    /// <summary>From the answer at the beginning.</summary>
    public string? UploadId { get; set; }

    /// <summary>The parts that were sent.</summary>
    [RequiredField]
    public List<MultipartUploadPart>? Parts { get; set; }
}

/// <summary>A part that was sent.</summary>
public sealed class MultipartUploadPart
{
    /// <summary>Its number, from 1.</summary>
    public long? PartNumber { get; set; }

    /// <summary>What the store answered.</summary>
    public string? Etag { get; set; }

    /// <summary>Where it was sent to.</summary>
    public string? Url { get; set; }
}

/// <summary>Gives an upload in parts up.</summary>
public sealed class AbortMultipartUploadRequest
{
    /// <summary>The file, as at the beginning.</summary>
    [RequiredField]
    public string? Path { get; set; }

    /// <summary>From the answer at the beginning.</summary>
    public string? UploadId { get; set; }
}
