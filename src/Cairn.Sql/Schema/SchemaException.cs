using Cairn.Sql.Engine;

namespace Cairn.Sql.Schema;

/// <summary>The database's schema cannot be used as it is; nothing was changed.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class SchemaException(string message) : DatabaseException(message);
