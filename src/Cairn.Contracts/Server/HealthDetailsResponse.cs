namespace Cairn.Contracts.Server;

/// <summary><c>GET /health/details</c>: the state of what the server depends on.</summary>
/// <param name="Status"><c>ok</c>, or <c>failing</c> when any part is.</param>
/// <param name="Parts">Each part.</param>
public sealed record HealthDetailsResponse(string Status, IReadOnlyList<HealthPart> Parts);

/// <summary>The state of one dependency.</summary>
/// <param name="Name">What it is, such as <c>database</c> or <c>artifacts</c>.</param>
/// <param name="Status"><c>ok</c>, <c>failing</c>, or <c>unchecked</c> as long as the check is under way.</param>
/// <param name="Message">What to do when it fails.</param>
/// <param name="Since">When it was first found in this status; null when unknown.</param>
public sealed record HealthPart(string Name, string Status, string? Message, DateTimeOffset? Since = null);
