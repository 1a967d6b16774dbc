using System.Security.Cryptography;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Artifacts;

/// <summary>The <c>Content-MD5</c> of an upload: it costs CPU only for those who send it.</summary>
internal sealed class AnnouncedMd5 : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    private readonly long? _length;
    private long _read;

    private AnnouncedMd5(byte[] value, long? length) => (Value, _length) = (value, length);

    /// <summary>What the content must have.</summary>
    public byte[] Value { get; }

    /// <summary>What a request announces; null for nothing.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE: it is no MD5.</exception>
    public static AnnouncedMd5? Of(HttpRequest request)
    {
        var text = request.Headers.ContentMD5.ToString();
        var value = new byte[MD5.HashSizeInBytes];
        return text.Length == 0 ? null
            : Convert.TryFromBase64String(text, value, out var length) && length == value.Length
                ? new(value, request.ContentLength)
            : throw CairnException.Invalid("Invalid Content-MD5: it must be the 16 bytes of an MD5 in base64.");
    }

    /// <summary>
    /// A body that ends with an error when it is not what was announced, so that nobody takes it for whole. Whoever
    /// knows how long it
    /// is does not read on to see its end: the last byte is looked at too.
    /// </summary>
    public Stream Check(Stream body) =>
        new WatchedStream(
            body,
            read =>
            {
                _hash.AppendData(read);
                _read += read.Length;
                if ((read.Length == 0 || _read == _length) && !_hash.GetCurrentHash().AsSpan().SequenceEqual(Value))
                {
                    throw CairnException.Invalid(
                        "The content does not have the Content-MD5 that was sent with it: it was changed on the way. Send it again."
                    );
                }
            }
        );

    public void Dispose() => _hash.Dispose();
}
