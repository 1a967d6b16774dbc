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
    private static readonly RequiredPermission _permission = new(AccessAction.Search, ResourceKind.Experiment);

    public void Map(ApiRoutes routes)
    {
        foreach (var path in (string[])["/graphql", "/ajax-api/2.0/mlflow/graphql"])
        {
            routes.Raw("POST", path, _permission, http => AnswerAsync(http, routes.Operations));
        }
    }

    private async Task AnswerAsync(HttpContext http, ApiOperations operations)
    {
        var request = await RequestBinder.BindAsync(http, _request, _required);
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
