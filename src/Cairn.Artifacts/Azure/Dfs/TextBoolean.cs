using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cairn.Artifacts.Azure.Dfs;

/// <summary>Reads <c>"true"</c> as well as <c>true</c>.</summary>
internal sealed class TextBoolean : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? string.Equals(reader.GetString(), "true", StringComparison.OrdinalIgnoreCase)
            : reader.GetBoolean();

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
