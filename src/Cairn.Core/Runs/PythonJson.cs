using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Core.Runs;

/// <summary>
/// JSON with a blank after commas and colons, as MLflow's Python writes what it keeps in the database.
/// </summary>
internal static class PythonJson
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o:
                WriteAll(
                    text,
                    '{',
                    o,
                    pair =>
                    {
                        text.Append('"').Append(JsonEncodedText.Encode(pair.Key)).Append("\": ");
                        Write(text, pair.Value);
                    },
                    '}'
                );
                break;
            case JsonArray a:
                WriteAll(text, '[', a, item => Write(text, item), ']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, IEnumerable<T> items, Action<T> write, char close)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
            {
                text.Append(", ");
            }

            isFirst = false;
            write(item);
        }

        text.Append(close);
    }
}
