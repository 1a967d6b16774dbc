namespace Cairn.Sql.Engine;

/// <summary>The database cannot be used as it is. The message tells the operator what to do.</summary>
/// <param name="message">What is wrong and what to do.</param>
public class DatabaseException(string message) : Exception(message);
