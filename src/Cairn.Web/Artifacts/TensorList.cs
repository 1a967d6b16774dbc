using System.Buffers.Binary;
using System.Text.Json;
using Cairn.Core.Artifacts;

namespace Cairn.Web.Artifacts;

/// <summary>The tensors that a safetensors file declares, read without the tensors themselves.</summary>
public static class TensorList
{
    private const int MaxHeader = 8 << 20;

    /// <summary>Reads the list; null when the file is not of this format.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async Task<List<string[]>?> ReadAsync(ArtifactPlace file, CancellationToken ct)
    {
        var size = await FilePart.ReadAsync(file, 0, sizeof(long), ct);
        if (
            size.Bytes.Length < sizeof(long)
            || BinaryPrimitives.ReadInt64LittleEndian(size.Bytes) is not (> 0 and <= MaxHeader and var length)
        )
        {
            return null;
        }

        var header = await FilePart.ReadAsync(file, sizeof(long), (int)length, ct);
        try
        {
            using var json = JsonDocument.Parse(header.Bytes);
            return
            [
                .. json
                    .RootElement.EnumerateObject()
                    .Where(tensor => tensor.Name != "__metadata__")
                    .Select(tensor =>
                        new[]
                        {
                            tensor.Name,
                            tensor.Value.GetProperty("dtype").GetString() ?? "",
                            string.Join(
                                " × ",
                                tensor.Value.GetProperty("shape").EnumerateArray().Select(n => n.ToString())
                            ),
                        }
                    ),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
