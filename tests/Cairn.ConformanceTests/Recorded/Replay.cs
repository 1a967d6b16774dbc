using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.ConformanceTests.Recorded;

/// <summary>Sends a case's requests to a server and says where its answers differ from the recorded ones.</summary>
internal sealed class Replay(HttpClient http, string artifactRoot = "mlflow-artifacts:")
{
    private readonly Bindings _bindings = new(artifactRoot);

    public async Task<List<string>> RunAsync(RecordedCase recorded, CancellationToken ct)
    {
        var problems = new List<string>();
        foreach (var step in recorded.Steps)
        {
            // Times differ from step to step, as they did when the answers were recorded.
            await Task.Delay(2, ct);
            var request = step["request"]!.AsObject();
            using var response = await http.SendAsync(Request(request), ct);
            var differences = await CheckAsync(step["response"]!.AsObject(), response, ct);
            problems.AddRange(
                differences.Select(d =>
                    $"{(string?)request["method"]} {(string?)request["path"]} {Bindings.Show(request["json"])}: {d}"
                )
            );
        }

        return problems;
    }

    private HttpRequestMessage Request(JsonObject recorded)
    {
        var path = _bindings.FillText((string)recorded["path"]!);
        if (recorded["query"] is { } query)
        {
            path +=
                "?"
                + string.Join(
                    '&',
                    Pairs(query).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")
                );
        }

        // Paths such as /a/../b must arrive as they are.
        var uri = new Uri(
            http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        var request = new HttpRequestMessage(new HttpMethod((string)recorded["method"]!), uri);
        request.Content = Body(recorded) is { } body ? new ByteArrayContent(body) : null;
        if (recorded["json"] is not null)
        {
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var (name, value) in recorded["headers"]?.AsObject() ?? [])
        {
            HttpHeaders? headers = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
                ? request.Content?.Headers
                : request.Headers;
            headers?.Remove(name);
            if (value is not null)
            {
                headers?.TryAddWithoutValidation(name, _bindings.FillText((string)value!));
            }
        }

        return request;
    }

    private IEnumerable<KeyValuePair<string, string>> Pairs(JsonNode query) =>
        _bindings.Fill(query) switch
        {
            JsonObject o => o.SelectMany(pair =>
                pair.Value is JsonArray list
                    ? list.Select(item => KeyValuePair.Create(pair.Key, Bindings.Text(item!)))
                    : [KeyValuePair.Create(pair.Key, Bindings.Text(pair.Value!))]
            ),
            JsonArray a => a.Select(pair => KeyValuePair.Create(Bindings.Text(pair![0]!), Bindings.Text(pair[1]!))),
            _ => [],
        };

    private byte[]? Body(JsonObject recorded) =>
        recorded["json"] is { } json ? Encoding.UTF8.GetBytes(_bindings.Fill(json)!.ToJsonString())
        : recorded["text"] is { } text ? Encoding.UTF8.GetBytes(_bindings.FillText((string)text!))
        : recorded["base64"] is { } base64 ? Convert.FromBase64String((string)base64!)
        : recorded["hex"] is { } hex ? Convert.FromHexString(_bindings.FillText((string)hex!))
        : (string?)recorded["method"] is "POST" or "PUT" or "PATCH" ? []
        : null;

    private async Task<List<string>> CheckAsync(JsonObject want, HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        if ((int)response.StatusCode != (int)want["status"]!)
        {
            return
            [
                $"status: expected {want["status"]}, got {(int)response.StatusCode} {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 300)))}",
            ];
        }

        var comparison = new Comparison(_bindings);
        var differences = HeaderDifferences(want["headers"]?.AsObject() ?? [], response);
        if (want["text"] is { } text)
        {
            differences.AddRange(comparison.Differences(text, Encoding.UTF8.GetString(body)));
        }
        else if (want["base64"] is { } base64)
        {
            differences.AddRange(comparison.Differences(base64, Convert.ToBase64String(body)));
        }
        else if (want["pluck"] is JsonObject plucked)
        {
            var json = JsonNode.Parse(body);
            differences.AddRange(
                comparison.Differences(
                    plucked,
                    new JsonObject(
                        plucked
                            .Where(pair => pair.Key != "__unordered__")
                            .Select(pair =>
                                KeyValuePair.Create(pair.Key, Comparison.Pluck(json, pair.Key)?.DeepClone())
                            )
                    )
                )
            );
        }
        else if (want["json"] is { } json)
        {
            differences.AddRange(comparison.Differences(WithoutExtras(json), WithoutExtras(JsonNode.Parse(body)!)));
        }

        return differences;
    }

    private List<string> HeaderDifferences(JsonObject want, HttpResponseMessage response)
    {
        var got = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from header in want
            let actual = got.GetValueOrDefault(header.Key)
            let why = header.Value is null
                ? actual is null
                    ? null
                    : $"expected none, got {actual}"
                : _bindings.Match((string)header.Value!, actual)
            where why is not null
            select $"header {header.Key}: {why}",
        ];
    }

    /// <summary>Of an error body only code and message count.</summary>
    private static JsonNode WithoutExtras(JsonNode body)
    {
        if (body is not JsonObject error || !error.ContainsKey("error_code"))
        {
            return body;
        }

        var kept = error
            .Where(pair => pair.Key is "error_code" or "message")
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()));
        return new JsonObject(kept);
    }
}
