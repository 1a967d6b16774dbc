using System.Collections.Frozen;

namespace Cairn.Core.Artifacts;

/// <summary>
/// Media types by file name. Text is always plain text, so that a browser shows it and runs none of it.
/// </summary>
public static class MediaTypes
{
    /// <summary>The type of what is not known.</summary>
    public const string Unknown = "application/octet-stream";

    private const string Text = "text/plain";

    private static readonly FrozenSet<string> _text = FrozenSet.Create(
        StringComparer.Ordinal,
        "txt",
        "log",
        "err",
        "cfg",
        "conf",
        "cnf",
        "cf",
        "ini",
        "properties",
        "prop",
        "hocon",
        "toml",
        "yaml",
        "yml",
        "xml",
        "json",
        "js",
        "py",
        "py3",
        "csv",
        "tsv",
        "md",
        "rst",
        "MLmodel",
        "MLproject",
        "mlproject"
    );

    private static readonly FrozenDictionary<string, string> _types = new Dictionary<string, string>
    {
        ["3gp"] = "audio/3gpp",
        ["aac"] = "audio/aac",
        ["aif"] = "audio/x-aiff",
        ["aiff"] = "audio/x-aiff",
        ["avi"] = "video/x-msvideo",
        ["avif"] = "image/avif",
        ["bat"] = Text,
        ["bmp"] = "image/bmp",
        ["c"] = Text,
        ["css"] = "text/css",
        ["doc"] = "application/msword",
        ["eps"] = "application/postscript",
        ["flac"] = "audio/flac",
        ["gif"] = "image/gif",
        ["gtar"] = "application/x-gtar",
        ["h"] = Text,
        ["h5"] = "application/x-hdf5",
        ["hdf"] = "application/x-hdf",
        ["heic"] = "image/heic",
        ["heif"] = "image/heif",
        ["htm"] = "text/html",
        ["html"] = "text/html",
        ["ico"] = "image/vnd.microsoft.icon",
        ["jpe"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["jpg"] = "image/jpeg",
        ["ksh"] = Text,
        ["latex"] = "application/x-latex",
        ["m3u"] = "application/vnd.apple.mpegurl",
        ["m3u8"] = "application/vnd.apple.mpegurl",
        ["mht"] = "message/rfc822",
        ["mhtml"] = "message/rfc822",
        ["mjs"] = "text/javascript",
        ["mov"] = "video/quicktime",
        ["mp2"] = "audio/mpeg",
        ["mp3"] = "audio/mpeg",
        ["mp4"] = "video/mp4",
        ["mpeg"] = "video/mpeg",
        ["mpg"] = "video/mpeg",
        ["nc"] = "application/x-netcdf",
        ["nq"] = "application/n-quads",
        ["nt"] = "application/n-triples",
        ["ogg"] = "audio/ogg",
        ["opus"] = "audio/opus",
        ["pbm"] = "image/x-portable-bitmap",
        ["pdf"] = "application/pdf",
        ["pgm"] = "image/x-portable-graymap",
        ["png"] = "image/png",
        ["pnm"] = "image/x-portable-anymap",
        ["ppm"] = "image/x-portable-pixmap",
        ["ppt"] = "application/vnd.ms-powerpoint",
        ["ps"] = "application/postscript",
        ["pyc"] = "application/x-python-code",
        ["pyo"] = "application/x-python-code",
        ["rtf"] = "application/rtf",
        ["sh"] = "application/x-sh",
        ["svg"] = "image/svg+xml",
        ["tar"] = "application/x-tar",
        ["tex"] = "application/x-tex",
        ["tgz"] = "application/x-tar",
        ["tif"] = "image/tiff",
        ["tiff"] = "image/tiff",
        ["trig"] = "application/trig",
        ["ttl"] = "text/turtle",
        ["vcf"] = "text/x-vcard",
        ["wasm"] = "application/wasm",
        ["wav"] = "audio/x-wav",
        ["webm"] = "video/webm",
        ["webmanifest"] = "application/manifest+json",
        ["webp"] = "image/webp",
        ["xls"] = "application/vnd.ms-excel",
        ["zip"] = "application/zip",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The media type of a file of this name.</summary>
    public static string Of(string name)
    {
        var (stem, extension) = Split(name);
        if (_text.Contains(extension.Length == 0 ? name : extension))
        {
            return Text;
        }

        // A compressed file is told by what it holds, as browsers and Python's mimetypes do.
        while (extension.ToLowerInvariant() is "gz" or "bz2" or "xz" or "z" or "br")
        {
            (stem, extension) = Split(stem);
        }

        return _text.Contains(extension) ? Text : _types.GetValueOrDefault(extension) ?? Unknown;
    }

    private static (string Stem, string Extension) Split(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot <= 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
    }
}
