namespace Cairn.Web.Artifacts;

/// <summary>How a file is shown.</summary>
public enum PreviewKind
{
    /// <summary>Its first bytes.</summary>
    Bytes,

    /// <summary>As text.</summary>
    Text,

    /// <summary>An image.</summary>
    Image,

    /// <summary>Lines of cells.</summary>
    Table,

    /// <summary>JSON, folded.</summary>
    Json,

    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>HTML, in a sandboxed frame.</summary>
    Html,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>A film.</summary>
    Video,

    /// <summary>The list of tensors of a safetensors file.</summary>
    Tensors,
}

/// <summary>Tells by its name how a file is shown.</summary>
public static class PreviewKinds
{
    private static readonly HashSet<string> _text = new(StringComparer.OrdinalIgnoreCase)
    {
        "txt",
        "log",
        "out",
        "err",
        "py",
        "r",
        "sh",
        "js",
        "ts",
        "java",
        "c",
        "h",
        "cpp",
        "cs",
        "go",
        "rs",
        "sql",
        "yaml",
        "yml",
        "toml",
        "ini",
        "cfg",
        "conf",
        "xml",
        "css",
        "tex",
        "rst",
        "diff",
        "patch",
        "env",
        "lock",
        "properties",
        "mlmodel",
        "mlproject",
        "dockerfile",
        "requirements",
        "gitignore",
    };

    /// <summary>The kind of a file.</summary>
    /// <param name="name">Its name.</param>
    public static PreviewKind Of(string name)
    {
        var extension = name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        return extension switch
        {
            "png" or "jpg" or "jpeg" or "gif" or "webp" or "svg" or "bmp" or "avif" or "ico" => PreviewKind.Image,
            "csv" or "tsv" => PreviewKind.Table,
            "json" or "geojson" or "ipynb" => PreviewKind.Json,
            "md" or "markdown" => PreviewKind.Markdown,
            "html" or "htm" => PreviewKind.Html,
            "mp3" or "wav" or "ogg" or "flac" or "m4a" or "aac" => PreviewKind.Audio,
            "mp4" or "webm" or "mov" or "mkv" => PreviewKind.Video,
            "safetensors" => PreviewKind.Tensors,
            _ => _text.Contains(extension) ? PreviewKind.Text : PreviewKind.Bytes,
        };
    }
}
