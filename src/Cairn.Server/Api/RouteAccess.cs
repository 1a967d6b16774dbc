using Cairn.Core.Access;

namespace Cairn.Server.Api;

/// <summary>What a route does. Every endpoint carries one; a test fails on an endpoint that does not.</summary>
/// <param name="Action">What it does to the resources that it touches.</param>
internal sealed record RouteAccess(AccessAction Action);
