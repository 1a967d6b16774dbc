using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Artifacts.Azure.Locations;

namespace Cairn.Artifacts.Azure.Dfs;

/// <summary>
/// Sends requests of the ADLS Gen2 REST protocol ("Path" and "Filesystem" operations) through Azure.Core's pipeline:
/// its retries, its transport.
/// </summary>
internal sealed class DfsClient(ContainerLocation location, AzureCredential credential, HttpPipeline pipeline)
{
    private const string Version = "2023-11-03";

    /// <summary>Sends a request; answers other than success are exceptions.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Below the file system, not encoded; empty for the file system itself.</param>
    /// <param name="query">Query parameters, not encoded.</param>
    /// <param name="headers">Further headers.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="streamed">Whether the answer's body is left on the wire.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RequestFailedException">For every answer that is no success.</exception>
    public async Task<Response> SendAsync(
        RequestMethod method,
        string path,
        (string Name, string Value)[] query,
        (string Name, string Value)[] headers,
        ReadOnlyMemory<byte>? body,
        bool streamed,
        CancellationToken ct
    )
    {
        // Not disposed: with a streamed answer that would close it under the reader. Without one there is nothing to
        // free.
        var message = pipeline.CreateMessage();
        message.BufferResponse = !streamed;
        message.Request.Method = method;
        message.Request.Uri.Reset(Address(path, query));
        message.Request.Headers.SetValue("x-ms-version", Version);
        foreach (var (name, value) in headers)
        {
            message.Request.Headers.SetValue(name, value);
        }

        if (body is { } bytes)
        {
            message.Request.Content = RequestContent.Create(bytes);
        }
        else if (method != RequestMethod.Get && method != RequestMethod.Head && method != RequestMethod.Delete)
        {
            message.Request.Content = RequestContent.Create(ReadOnlyMemory<byte>.Empty);
        }

        await pipeline.SendAsync(message, ct);
        var response = message.Response;
        return response.Status < 400 ? response : throw new RequestFailedException(response);
    }

    /// <summary>What is in a folder, page by page; nothing when there is no such folder.</summary>
    public async IAsyncEnumerable<DfsPath> ListAsync(string folder, [EnumeratorCancellation] CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            (string, string)[] query =
            [
                ("resource", "filesystem"),
                ("recursive", "false"),
                ("directory", folder),
                .. Continued(continuation),
            ];
            Response response;
            try
            {
                response = await SendAsync(RequestMethod.Get, "", query, [], null, false, ct);
            }
            catch (RequestFailedException e) when (e.ErrorCode is "PathNotFound")
            {
                yield break;
            }

            foreach (var path in JsonSerializer.Deserialize(response.Content, DfsJson.Default.DfsPage)?.Paths ?? [])
            {
                yield return path;
            }

            continuation = Continuation(response);
        } while (continuation is not null);
    }

    /// <summary>Deletes a file or folder, if it is there; a large folder takes several requests.</summary>
    public async Task DeleteAsync(string path, CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            try
            {
                continuation = Continuation(
                    await SendAsync(
                        RequestMethod.Delete,
                        path,
                        [("recursive", "true"), .. Continued(continuation)],
                        [],
                        null,
                        false,
                        ct
                    )
                );
            }
            catch (RequestFailedException e) when (e.ErrorCode is "PathNotFound")
            {
                return;
            }
        } while (continuation is not null);
    }

    private static (string, string)[] Continued(string? continuation) =>
        continuation is null ? [] : [("continuation", continuation)];

    private static string? Continuation(Response response) =>
        response.Headers.TryGetValue("x-ms-continuation", out var next) && next.Length > 0 ? next : null;

    private Uri Address(string path, (string Name, string Value)[] query)
    {
        var encoded = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var parameters = string.Join(
            '&',
            query
                .Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}")
                .Append(credential.Sas?.Signature.TrimStart('?') ?? "")
                .Where(p => p.Length > 0)
        );
        return new(
            $"{location}{(path.Length == 0 ? "" : "/")}{encoded}{(parameters.Length == 0 ? "" : "?")}{parameters}"
        );
    }

    /// <summary>The name of a path as the header of a rename takes it.</summary>
    public string SourceOf(string path) =>
        $"/{location.Container}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}"
        + (credential.Sas is { } sas ? "?" + sas.Signature.TrimStart('?') : "");
}
