using System.Text.Json.Serialization.Metadata;
using Cairn.Contracts.GraphQl;
using Cairn.Contracts.Json;
using Cairn.Core.Access;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.GraphQl;

/// <summary>
/// The GraphQL endpoint, for MLflow's web pages. Its root fields are answered by the JSON API, with its permissions:
/// what the caller may not see is null.
/// </summary>
internal sealed class GraphQlApi(GraphQlOptions options)
{
    private static readonly JsonTypeInfo<GraphQlRequest> _request = WireJson.RequestType<GraphQlRequest>();
    private static readonly RequiredFields<GraphQlRequest> _required = new(_request);

    public void Map(ApiRoutes routes)
    {
        foreach (var path in (string[])["/graphql", "/ajax-api/2.0/mlflow/graphql"])
        {
            routes.Map(
                "POST",
                path,
                AccessAction.Search,
                http => RequestBinder.BindAsync(http, _request, _required),
                static _ => Resource.Experiments,
                (http, request) => AnswerAsync(http, request, routes.Operations)
            );
        }
    }

    private async Task AnswerAsync(HttpContext http, GraphQlRequest request, ApiOperations operations)
    {
        using var output = new PooledBuffer();
        try
        {
            var query = GraphQlQuery.Parse(request.Query!, request.OperationName, request.Variables, options);
            await GraphQlExecutor.ExecuteAsync(query, new(operations, http), output);
        }
        catch (GraphQlException e)
        {
            GraphQlExecutor.Refuse(e.Message, output);
        }

        await JsonResponse.WriteAsync(http, output);
    }
}
