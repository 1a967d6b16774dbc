using System.Text.Json.Serialization;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>Lists as SQLite takes them.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class ListJson : JsonSerializerContext;
