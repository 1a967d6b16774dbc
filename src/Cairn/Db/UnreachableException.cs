namespace Cairn.Db;

/// <summary>A database does not answer now.</summary>
internal sealed class UnreachableException(string message) : Exception(message);
