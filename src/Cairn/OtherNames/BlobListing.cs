using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Commands.Artifacts;

namespace Cairn.OtherNames;

/// <summary>A listing in the shapes of the Azure CLI: the fields that Cairn knows, under their names there.</summary>
internal static class BlobListing
{
    public static string Json(string container, IReadOnlyList<StoredFile> blobs)
    {
        using var buffer = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartArray();
            foreach (var blob in blobs)
            {
                json.WriteStartObject();
                json.WriteString("container", container);
                json.WriteString("name", blob.Path.Value);
                json.WriteStartObject("properties");
                json.WriteNumber("contentLength", blob.Size);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    public static string Table(IReadOnlyList<StoredFile> blobs)
    {
        if (blobs.Count == 0)
        {
            return "";
        }

        var width = Math.Max("Name".Length, blobs.Max(blob => blob.Path.Value.Length));
        string[] lines =
        [
            $"{"Name".PadRight(width)}  Length",
            $"{new string('-', width)}  --------",
            .. blobs.Select(blob => $"{blob.Path.Value.PadRight(width)}  {blob.Size}"),
        ];
        return string.Join('\n', lines) + "\n";
    }
}
