using System.Text.Json.Nodes;
using Cairn.Sql.Schema;

namespace Cairn.Sql.Copy;

/// <summary>A row's primary key as text.</summary>
internal static class RowKey
{
    public static string Write(HeadTable table, object?[] row)
    {
        var columns = table.Columns.ToList();
        return new JsonArray([
            .. table.Key.Select(k =>
                row[columns.IndexOf(k)] switch
                {
                    string text => JsonValue.Create(text),
                    int number => JsonValue.Create((long)number),
                    long number => JsonValue.Create(number),
                    double number => JsonValue.Create(number),
                    bool truth => JsonValue.Create(truth),
                    _ => (JsonNode?)null,
                }
            ),
        ]).ToJsonString();
    }

    public static object?[] Read(HeadTable table, string text) =>
        [
            .. JsonNode
                .Parse(text)!
                .AsArray()
                .Zip(
                    table.Key,
                    (value, column) =>
                        column.Type switch
                        {
                            "INTEGER" or "BIGINT" => (object?)value!.GetValue<long>(),
                            "FLOAT" => value!.GetValue<double>(),
                            "BOOLEAN" => value!.GetValue<bool>(),
                            _ => value!.GetValue<string>(),
                        }
                ),
        ];
}
