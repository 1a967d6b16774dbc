using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Cairn.Contracts.Json;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>Reads a JSON request and writes a JSON response. Looks up the wire types at the first request.</summary>
internal sealed class JsonWire<TRequest, TResponse>
{
    private readonly Lazy<(
        JsonTypeInfo<TRequest> Request,
        RequiredFields<TRequest> Required,
        JsonTypeInfo<TResponse> Response
    )> _wire = new(() =>
    {
        var request = WireJson.RequestType<TRequest>();
        return (request, new(request), WireJson.ResponseType<TResponse>());
    });

    public ValueTask<TRequest> ReadAsync(HttpContext http) =>
        RequestBinder.BindAsync(http, _wire.Value.Request, _wire.Value.Required);

    /// <summary>Returns the request that a JSON object stands for.</summary>
    public TRequest Parse(JsonObject json)
    {
        var request = json.Deserialize(_wire.Value.Request)!;
        _wire.Value.Required.Demand(request);
        return request;
    }

    /// <summary>Returns a response as JSON.</summary>
    public JsonElement ToJson(TResponse response) => JsonSerializer.SerializeToElement(response, _wire.Value.Response);

    public async Task WriteAsync(HttpContext http, Task<TResponse> response) =>
        await JsonResponse.WriteAsync(http, await response, _wire.Value.Response);
}
