using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Cairn.Core.Webhooks;

/// <summary>
/// Fernet tokens, in which MLflow keeps secrets: AES-128 in CBC mode under one half of the key, authenticated by
/// HMAC-SHA256 under
/// the other. The format is https://github.com/fernet/spec/blob/master/Spec.md.
/// </summary>
public sealed class Fernet
{
    private const byte Version = 0x80;
    private const int KeyLength = 32,
        IvLength = 16,
        MacLength = 32,
        HeaderLength = 1 + 8 + IvLength;
    private readonly byte[] _signing;
    private readonly byte[] _encryption;

    /// <param name="key">32 bytes in the alphabet of base64 for URLs.</param>
    /// <exception cref="FormatException">The key is none.</exception>
    public Fernet(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var bytes = Decode(key.Trim()) is { Length: KeyLength } decoded
            ? decoded
            : throw new FormatException("A Fernet key is 32 bytes in URL-safe base64.");
        (_signing, _encryption) = (bytes[..(KeyLength / 2)], bytes[(KeyLength / 2)..]);
    }

    /// <summary>Encrypts a text.</summary>
    public string Encrypt(string text, DateTimeOffset now) =>
        Encrypt(text, now, RandomNumberGenerator.GetBytes(IvLength));

    /// <summary>Encrypts a text with an initialization vector that must never be used again.</summary>
    public string Encrypt(string text, DateTimeOffset now, ReadOnlySpan<byte> iv)
    {
        using var aes = Aes.Create();
        aes.Key = _encryption;
        var cipher = aes.EncryptCbc(Encoding.UTF8.GetBytes(text), iv);
        var token = new byte[HeaderLength + cipher.Length + MacLength];
        token[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(1), now.ToUnixTimeSeconds());
        iv.CopyTo(token.AsSpan(9));
        cipher.CopyTo(token, HeaderLength);
        HMACSHA256.HashData(
            _signing,
            token.AsSpan(0, token.Length - MacLength),
            token.AsSpan(token.Length - MacLength)
        );
        return Convert.ToBase64String(token).Replace('+', '-').Replace('/', '_');
    }

    /// <summary>The text of a token, whatever its age; null when the token was not made with this key.</summary>
    public string? Decrypt(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var bytes = Decode(token);
        if (bytes is null || bytes.Length < HeaderLength + IvLength + MacLength || bytes[0] != Version)
        {
            return null;
        }

        var signed = bytes.AsSpan(0, bytes.Length - MacLength);
        if (
            !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_signing, signed), bytes.AsSpan(signed.Length))
        )
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = _encryption;
        try
        {
            return Encoding.UTF8.GetString(aes.DecryptCbc(signed[HeaderLength..], signed.Slice(9, IvLength)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text.TrimEnd('='));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
