using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security;

namespace Cairn.UnitTests.Artifacts;

/// <summary>An Azure on which every file is missing, and which keeps some that were deleted.</summary>
internal static class KeptBlobs
{
    /// <summary>Answers listings with these blobs, in this order.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    public static AzureBehindHandler Of(params (string Name, string Xml)[] kept)
    {
        var blobs = string.Concat(
            kept.Select(blob => $"<Blob><Name>{SecurityElement.Escape(blob.Name)}</Name>{blob.Xml}</Blob>")
        );
        return new(
            (request, _) =>
                Task.FromResult(
                    request.RequestUri!.Query.Contains("comp=list", StringComparison.Ordinal)
                        ? new HttpResponseMessage(HttpStatusCode.OK)
                        {
                            Content = new StringContent(
                                $"<EnumerationResults><Blobs>{blobs}</Blobs><NextMarker /></EnumerationResults>",
                                null,
                                "application/xml"
                            ),
                        }
                        : new HttpResponseMessage(HttpStatusCode.NotFound)
                        {
                            Headers = { { "x-ms-error-code", "BlobNotFound" } },
                        }
                )
        );
    }
}
