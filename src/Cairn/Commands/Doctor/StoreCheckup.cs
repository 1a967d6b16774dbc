using System.Runtime.CompilerServices;
using System.Text;
using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Local;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Secrets;
using Cairn.Server.Artifacts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Commands.Doctor;

/// <summary>Uses the artifact store as the server does: lists, writes, reads back, signs and deletes.</summary>
internal static class StoreCheckup
{
    private static readonly byte[] _text = Encoding.UTF8.GetBytes("written by cairn doctor");

    public static async IAsyncEnumerable<StoreFinding> RunAsync(
        ArtifactOptions options,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var location = options.Location;
        var (place, problem) = Open(location, options);
        yield return new("artifacts", problem is null, problem ?? SafeUri.Mask(location));
        if (place is not { } root)
        {
            yield break;
        }

        if (root.Store is IStoreDiagnosis diagnosis)
        {
            await foreach (var finding in diagnosis.DiagnoseAsync(ct))
            {
                yield return finding;
                if (finding.IsGood == false)
                {
                    yield break;
                }
            }
        }

        var probe = root.At(ArtifactPath.Parse($".cairn-doctor-{Guid.NewGuid():N}/probe.txt"));
        yield return await TryAsync(
            "list",
            async () =>
                await root.Store.ListAsync(root.Path, ct).AnyAsync(ct)
                    ? "the folder has content"
                    : "the folder is empty"
        );
        yield return await TryAsync(
            "write",
            async () =>
            {
                await probe.Store.WriteAsync(probe.Path, new MemoryStream(_text), new("text/plain", _text.Length), ct);
                return $"{_text.Length} bytes";
            }
        );
        yield return await TryAsync("read back", () => ReadAsync(probe, ct));
        if (root.Store is ISignedDownloads downloads)
        {
            yield return await TryAsync("signed URL", () => FetchSignedAsync(downloads, probe.Path, ct));
        }

        yield return await TryAsync(
            "delete",
            async () =>
            {
                await probe.Store.DeleteAsync(probe.Path.Folder, ct);
                return "the written file is gone again";
            }
        );
    }

    private static (ArtifactPlace? Place, string? Problem) Open(string location, ArtifactOptions options)
    {
        try
        {
            var uri = ArtifactUri.Parse(location);
            IArtifactStoreFactory factory = uri.IsLocal
                ? new LocalArtifactStoreFactory([location], TimeProvider.System)
                : new AzureArtifactStoreFactory(
                    options.Azure with
                    {
                        Retries = 1,
                    },
                    [location],
                    TimeProvider.System,
                    NullLogger.Instance
                );
            return factory.Handles(uri)
                ? (factory.Open(uri), null)
                : (null, $"Artifacts of the scheme '{uri.Scheme}' cannot be opened here.");
        }
        catch (CairnException e)
        {
            return (null, e.Message);
        }
    }

    private static async Task<string> ReadAsync(ArtifactPlace probe, CancellationToken ct)
    {
        await using var content = await probe.Store.OpenReadAsync(probe.Path, null, ct);
        var read = new byte[_text.Length];
        await content.Stream.ReadExactlyAsync(read, ct);
        return read.AsSpan().SequenceEqual(_text)
            ? "the same"
            : throw CairnException.Unavailable("What was read is not what was written.");
    }

    private static async Task<string> FetchSignedAsync(
        ISignedDownloads downloads,
        ArtifactPath path,
        CancellationToken ct
    )
    {
        var signed = await downloads.SignDownloadAsync(
            path,
            new("text/plain", "attachment", TimeSpan.FromMinutes(5)),
            ct
        );
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(signed.Request.Url), ct);
        return answer.IsSuccessStatusCode
            ? "works"
            : throw CairnException.Unavailable($"The store answered {(int)answer.StatusCode} to it.");
    }

    private static async Task<StoreFinding> TryAsync(string check, Func<Task<string>> act)
    {
        try
        {
            return new(check, true, await act());
        }
        catch (CairnException e) when (e.Code == Contracts.Errors.ErrorCode.NotImplemented)
        {
            return new(check, null, e.Message);
        }
        catch (Exception e)
            when (e is CairnException or IOException or HttpRequestException or UnauthorizedAccessException)
        {
            return new(check, false, e.Message);
        }
    }
}
