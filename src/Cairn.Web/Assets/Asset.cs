namespace Cairn.Web.Assets;

/// <summary>A file that browsers fetch, compressed when the assembly was built.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="Brotli">The content, compressed with Brotli.</param>
/// <param name="Gzip">The content, compressed with gzip.</param>
internal sealed record Asset(string ContentType, byte[] Brotli, byte[] Gzip);
