using System.Globalization;
using System.Security.Cryptography;
using Cairn.Sql.Dialects;

namespace Cairn.Sql.Runs;

/// <summary>
/// Ids of a run's inputs that sort in the order in which they were made, so that inputs keep the order in which they
/// were logged: MLflow's schema has no column for it.
/// </summary>
internal static class InputIds
{
    // Milliseconds in the upper 48 of 60 bits, a counter in the lower 12.
    private static long _last;

    /// <summary>An id of 32 hexadecimal digits: a version 7 UUID (RFC 9562) that follows all ids made before it.</summary>
    public static string Next()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 12;
        long last,
            next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(last + 1, now);
        } while (Interlocked.CompareExchange(ref _last, next, last) != last);

        // The variant's two bits precede the random ones.
        var random = 0x8000_0000_0000_0000 | (BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 2);
        return string.Create(CultureInfo.InvariantCulture, $"{next >> 12:x12}7{next & 0xfff:x3}{random:x16}");
    }

    /// <summary>Terms that sort inputs as they were logged.</summary>
    /// <remarks>MLflow's own ids are random; it reads such rows in the order of their places, and so does Cairn.</remarks>
    /// <param name="alias">The alias of <c>inputs</c>.</param>
    /// <param name="dialect">The database's dialect.</param>
    public static string Order(string alias, SqlDialect dialect) =>
        $"CASE WHEN substr({alias}.input_uuid, 13, 1) = '7' THEN {alias}.input_uuid ELSE '' END, {dialect.Place(alias)}";
}
