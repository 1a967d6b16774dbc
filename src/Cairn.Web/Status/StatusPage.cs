using Cairn.Core.Access;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Status;

/// <summary>The state of the server: stores, versions, memory.</summary>
internal sealed class StatusPage(IServerStatus status)
{
    public void Map(IPageRoutes routes) =>
        routes.Page("/status", new(AccessAction.Manage, ResourceKind.Server), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var frame = new PageFrame(request, "Status", Section.Status) { Crumbs = [new("Status")] };
        return Results.RazorSlice<StatusView, StatusModel>(new(frame, await status.ReadAsync(request.Aborted)));
    }
}

/// <summary>Reads the state of the server.</summary>
public interface IServerStatus
{
    /// <summary>Returns the state at this moment.</summary>
    Task<ServerStatus> ReadAsync(CancellationToken ct);
}

/// <summary>The state of the server. No value holds a secret.</summary>
/// <param name="Parts">What the server depends on.</param>
/// <param name="Facts">Versions, places and resources, as names and values.</param>
public sealed record ServerStatus(IReadOnlyList<StatusPart> Parts, IReadOnlyList<(string Name, string Value)> Facts);

/// <summary>Something the server depends on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it is.</param>
/// <param name="State"><c>ok</c>, <c>failing</c> or <c>unchecked</c>.</param>
/// <param name="Problem">What is wrong and what to do; null when nothing is.</param>
public sealed record StatusPart(string Name, string Place, string State, string? Problem);

/// <summary>The page.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Status">The state of the server.</param>
public sealed record StatusModel(PageFrame Frame, ServerStatus Status) : PageModel(Frame);
