namespace Cairn.Server.GraphQl;

/// <summary>A query that cannot be executed: it has no data, and this message as its error.</summary>
internal sealed class GraphQlException(string message) : Exception(message);
