using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>The JSON operations of the API by their path, for features that are answered by them, such as GraphQL.</summary>
internal sealed class ApiOperations
{
    private readonly Dictionary<string, Func<HttpContext, JsonObject, Task<JsonElement>>> _operations = [];

    /// <summary>Adds an operation. The GET and the POST form of one path are the same operation.</summary>
    /// <param name="path">Below <c>/api/2.0/mlflow/</c>, such as <c>runs/search</c>.</param>
    /// <param name="call">Checks the request and the caller's permission, and answers.</param>
    public void Add(string path, Func<HttpContext, JsonObject, Task<JsonElement>> call) =>
        _operations.TryAdd(path, call);

    /// <summary>Calls an operation with a request, as its route would.</summary>
    /// <exception cref="Core.Errors.CairnException">The request or the caller is refused.</exception>
    public Task<JsonElement> CallAsync(HttpContext http, string path, JsonObject request) =>
        _operations[path](http, request);
}
