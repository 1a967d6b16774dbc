using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Artifacts;

/// <summary>JSON as nested parts that the reader opens and closes.</summary>
public static class JsonFolds
{
    private const int MaxNodes = 20_000;
    private const int OpenDepth = 2;

    /// <summary>Returns the document as HTML; null when it is not JSON or has too many values.</summary>
    /// <param name="json">The document.</param>
    public static IHtmlContent? Of(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { AllowTrailingCommas = true, MaxDepth = 128 });
            var html = new StringBuilder();
            var nodes = 0;
            return Write(html, null, document.RootElement, 0, ref nodes) ? new HtmlString(html.ToString()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Write(StringBuilder html, string? name, JsonElement value, int depth, ref int nodes)
    {
        if (++nodes > MaxNodes)
        {
            return false;
        }

        var label = name is null ? "" : $"<b>{Text(name)}</b>: ";
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            html.Append("<div>").Append(label).Append("<span class=\"").Append(Class(value)).Append("\">");
            html.Append(Text(value.GetRawText())).Append("</span></div>");
            return true;
        }

        var isObject = value.ValueKind == JsonValueKind.Object;
        var count = isObject ? value.GetPropertyCount() : value.GetArrayLength();
        html.Append(depth < OpenDepth ? "<details open>" : "<details>").Append("<summary>").Append(label);
        html.Append(isObject ? $"{{{count}}}" : $"[{count}]").Append("</summary>");
        if (isObject)
        {
            foreach (var property in value.EnumerateObject())
            {
                if (!Write(html, property.Name, property.Value, depth + 1, ref nodes))
                {
                    return false;
                }
            }
        }
        else
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (!Write(html, $"{index++}", item, depth + 1, ref nodes))
                {
                    return false;
                }
            }
        }

        html.Append("</details>");
        return true;
    }

    private static string Class(JsonElement value) => value.ValueKind == JsonValueKind.String ? "text" : "number";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
