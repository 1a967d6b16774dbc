using System.Text.Json;
using Cairn.Contracts.Json;
using Cairn.Contracts.Runs;
using Cairn.Core.Runs;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Runs;

/// <summary>
/// A large page of runs. Each piece is a search of its own that continues where the one before ended, and the next one
/// starts when the client has taken it: neither memory nor a connection waits for a slow client.
/// </summary>
/// <param name="Store">The runs.</param>
/// <param name="Query">The search.</param>
/// <param name="First">The first runs, where they were read already.</param>
/// <param name="Memory">Reserved for each piece.</param>
internal sealed record StreamedRuns(IRunStore Store, RunQuery Query, SearchRunsResponse? First, AnswerMemory Memory)
    : SearchRunsResponse,
        IStreamedResponse
{
    /// <summary>The most runs of the first piece.</summary>
    public const int FirstRuns = 100;

    /// <summary>The most characters of the first piece.</summary>
    public const int FirstText = 256 << 10;

    private const int MaxRuns = 1000;
    private const int MaxText = AnswerMemory.Piece / 2;

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        using var sender = new JsonSender(http);
        var json = sender.Json;
        json.WriteStartObject();
        json.WritePropertyName("runs"u8);
        json.WriteStartArray();
        var (piece, left, token, size) = (First, Query.MaxResults, Query.PageToken, FirstRuns);
        while (true)
        {
            using var room = await Memory.ReserveAsync(AnswerMemory.Piece, http.RequestAborted);
            using (await Memory.TurnAsync(http.RequestAborted))
            {
                while (piece is null)
                {
                    var part = Query with { MaxResults = Math.Min(left, size), PageToken = token };
                    piece = await Store.SearchAsync(part, MaxText, http.RequestAborted);
                    size = piece is null ? Math.Max(1, part.MaxResults / 4) : size;
                }

                foreach (var run in piece.Runs ?? [])
                {
                    JsonSerializer.Serialize(json, run, WireJson.ResponseType<Run>());
                }
            }

            var count = piece.Runs?.Count ?? 0;
            (left, token, piece) = (left - count, piece.NextPageToken, null);
            size = SizeOfNext(count, sender.Pending);
            var isLast = left <= 0 || token is null;
            if (isLast)
            {
                End(json, token);
            }

            if (!await sender.SendAsync() || isLast)
            {
                return;
            }
        }
    }

    private static void End(Utf8JsonWriter json, string? token)
    {
        json.WriteEndArray();
        if (token is not null)
        {
            json.WriteString("next_page_token"u8, token);
        }

        json.WriteEndObject();
    }

    /// <summary>How many runs of the size of the last ones make half a piece.</summary>
    private static int SizeOfNext(int runs, long bytes) =>
        (int)Math.Clamp(runs * (AnswerMemory.Piece / 2L) / Math.Max(bytes, 1), 1, MaxRuns);
}
