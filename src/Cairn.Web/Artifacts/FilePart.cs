using System.Text;
using Cairn.Core.Artifacts;

namespace Cairn.Web.Artifacts;

/// <summary>A part of a file.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Length">The length of the whole file in bytes.</param>
/// <param name="From">The place of the first byte.</param>
public sealed record FilePart(byte[] Bytes, long Length, long From)
{
    /// <summary>Where the next part begins; null when this is the last.</summary>
    public long? Next => From + Bytes.Length < Length ? From + Bytes.Length : null;

    /// <summary>Whether the bytes are text: no zero byte, and hardly any that UTF-8 does not know.</summary>
    public bool IsText => !Bytes.AsSpan().Contains((byte)0) && Text.Count(c => c == '\uFFFD') * 100 <= Text.Length;

    /// <summary>The bytes as UTF-8, without a byte order mark.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes).TrimStart('\uFEFF');

    /// <summary>The rest of this part.</summary>
    public FilePart Skip(int count) => new(Bytes[count..], Length, From + count);

    /// <summary>Reads a part.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">The first byte.</param>
    /// <param name="most">How many bytes at most.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async Task<FilePart> ReadAsync(ArtifactPlace file, long from, int most, CancellationToken ct)
    {
        await using var content = await file.Store.OpenReadAsync(file.Path, new(from, from + most - 1), ct);
        if (content.RangeNotSatisfiable)
        {
            return new([], content.File.Length, content.File.Length);
        }

        var bytes = new byte[Math.Min(most, content.File.Length - from)];
        var count = await content.Stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return new(count == bytes.Length ? bytes : bytes[..count], content.File.Length, from);
    }
}
