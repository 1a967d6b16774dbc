using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>
/// The JSON object that a query string stands for: repeated keys make a list, where a list is expected.
/// </summary>
internal static class QueryJson
{
    public static byte[] Write(IQueryCollection query, JsonTypeInfo type)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in type.Properties)
            {
                if (!query.TryGetValue(property.Name, out var values) || values.Count == 0)
                {
                    continue;
                }

                writer.WritePropertyName(property.Name);
                if (property.PropertyType == typeof(List<string>))
                {
                    writer.WriteStartArray();
                    foreach (var value in values)
                    {
                        writer.WriteStringValue(value);
                    }

                    writer.WriteEndArray();
                }
                else
                {
                    writer.WriteStringValue(values[0]);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
