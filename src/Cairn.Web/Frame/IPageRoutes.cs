using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Frame;

/// <summary>Answers a request for a page.</summary>
/// <param name="request">The request.</param>
public delegate Task<IResult> PageHandler(PageRequest request);

/// <summary>Where pages are mapped. The server checks the permission before the handler runs.</summary>
public interface IPageRoutes
{
    /// <summary>Maps a page.</summary>
    /// <param name="pattern">The path below the static prefix.</param>
    /// <param name="permission">What it needs.</param>
    /// <param name="handle">Makes the page.</param>
    void Page(string pattern, PagePermission permission, PageHandler handle);
}

/// <summary>What a page needs.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Kind">To what kind of resource.</param>
/// <param name="RouteValue">The part of the path that names the resource; null when it concerns none.</param>
public sealed record PagePermission(AccessAction Action, ResourceKind Kind, string? RouteValue = null)
{
    /// <summary>All resources that a request touches, for pages that show several; null for the one above.</summary>
    public Func<PageRequest, IEnumerable<Resource>>? Touches { get; init; }
}
