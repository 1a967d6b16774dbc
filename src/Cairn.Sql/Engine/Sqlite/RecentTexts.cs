using System.Buffers.Binary;
using System.Text;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>
/// Short texts read lately: what stands in row after row, such as a run's id or a metric's name, is decoded once and is
/// one string.
/// Used by one thread.
/// </summary>
internal sealed class RecentTexts
{
    private const int SlotBits = 9;
    private const int LongestText = 64;
    private readonly string?[] _texts = new string?[1 << SlotBits];

    /// <summary>The text of UTF-8 bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestText)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var recent = ref _texts[Slot(utf8)];
        return recent is not null && Ascii.Equals(utf8, recent) ? recent : recent = Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Texts that differ at their ends are told apart well enough: a clash only costs a decoding.</summary>
    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        Span<byte> ends = stackalloc byte[sizeof(ulong) * 2];
        ends.Clear();
        utf8[..Math.Min(utf8.Length, sizeof(ulong))].CopyTo(ends);
        utf8[Math.Max(utf8.Length - sizeof(ulong), 0)..].CopyTo(ends[sizeof(ulong)..]);
        var mixed =
            BinaryPrimitives.ReadUInt64LittleEndian(ends)
            + (
                ulong.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(ends[sizeof(ulong)..]), 29)
                ^ (ulong)utf8.Length
            );
        // The golden ratio's bits, which spread neighbours.
        return (int)((mixed * 0x9E37_79B9_7F4A_7C15) >> (64 - SlotBits));
    }
}
