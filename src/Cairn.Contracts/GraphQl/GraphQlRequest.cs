using System.Text.Json;
using Cairn.Contracts.Json;

namespace Cairn.Contracts.GraphQl;

/// <summary>A GraphQL query over HTTP.</summary>
public sealed class GraphQlRequest
{
    /// <summary>The query's text.</summary>
    [RequiredField]
    public string? Query { get; set; }

    /// <summary>Which operation of the query to execute; needed when it has several.</summary>
    public string? OperationName { get; set; }

    /// <summary>The values of the query's variables: a JSON object.</summary>
    public JsonElement Variables { get; set; }
}
