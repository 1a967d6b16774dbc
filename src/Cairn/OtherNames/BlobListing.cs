using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Commands.Artifacts;

namespace Cairn.OtherNames;

/// <summary>A listing in the shapes of the Azure CLI: the fields that Cairn knows, under their names there.</summary>
internal static class BlobListing
{
    public static async Task WriteJsonAsync(string container, IAsyncEnumerable<StoredFile> blobs, TextWriter output)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            await foreach (var blob in blobs)
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

        await output.WriteLineAsync(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    public static async Task WriteTableAsync(IAsyncEnumerable<StoredFile> blobs, TextWriter output)
    {
        var rows = await blobs.ToListAsync();
        if (rows.Count == 0)
        {
            return;
        }

        var width = Math.Max("Name".Length, rows.Max(row => row.Path.Value.Length));
        await output.WriteLineAsync($"{"Name".PadRight(width)}  Length");
        await output.WriteLineAsync($"{new string('-', width)}  --------");
        foreach (var row in rows)
        {
            await output.WriteLineAsync($"{row.Path.Value.PadRight(width)}  {row.Size}");
        }
    }
}
