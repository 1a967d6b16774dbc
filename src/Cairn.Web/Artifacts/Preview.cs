using Cairn.Core.Artifacts;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Artifacts;

/// <summary>What is shown of a file.</summary>
/// <param name="Kind">How it is shown.</param>
/// <param name="Length">The file's length in bytes.</param>
public sealed record Preview(PreviewKind Kind, long Length)
{
    private const int TextPart = 256 << 10;
    private const int MaxWhole = 2 << 20;
    private const int TablePart = 512 << 10;
    private const int TableLines = 200;
    private const int HexBytes = 512;

    /// <summary>Text, or bytes in hexadecimal.</summary>
    public string? Text { get; private init; }

    /// <summary>HTML that is made of the file and cannot do harm.</summary>
    public IHtmlContent? Html { get; private init; }

    /// <summary>The names of the columns of a table.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>The lines of a table.</summary>
    public IReadOnlyList<string[]> Lines { get; private init; } = [];

    /// <summary>Where the next part begins; null when all is shown.</summary>
    public long? Next { get; private init; }

    /// <summary>What is to be said about it; null for nothing.</summary>
    public string? Note { get; private init; }

    /// <summary>Reads a preview.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="from">Where the part to show begins.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async Task<Preview> ReadAsync(ArtifactPlace file, long length, long from, CancellationToken ct)
    {
        var preview = new Preview(PreviewKinds.Of(file.Path.Name), length);
        return preview.Kind switch
        {
            PreviewKind.Table => await TableAsync(preview, file, from, ct),
            PreviewKind.Json or PreviewKind.Markdown when length > MaxWhole => await TextAsync(preview, file, from, ct),
            PreviewKind.Json => await JsonAsync(preview, file, ct),
            PreviewKind.Markdown => await MarkdownAsync(preview, file, ct),
            PreviewKind.Tensors => await TensorsAsync(preview, file, ct),
            PreviewKind.Text or PreviewKind.Bytes => await TextAsync(preview, file, from, ct),
            _ => preview,
        };
    }

    private static async Task<Preview> TextAsync(Preview preview, ArtifactPlace file, long from, CancellationToken ct)
    {
        var part = await FilePart.ReadAsync(file, from, TextPart, ct);
        return part.IsText
            ? preview with
            {
                Kind = PreviewKind.Text,
                Text = part.Text,
                Next = part.Next,
            }
            : preview with
            {
                Kind = PreviewKind.Bytes,
                Text = HexDump.Of(part.Bytes.AsSpan(0, Math.Min(HexBytes, part.Bytes.Length))),
                Note = $"The first {Math.Min(HexBytes, part.Bytes.Length)} bytes.",
            };
    }

    private static async Task<Preview> JsonAsync(Preview preview, ArtifactPlace file, CancellationToken ct)
    {
        var part = await FilePart.ReadAsync(file, 0, MaxWhole, ct);
        return JsonFolds.Of(part.Bytes) is { } html
            ? preview with
            {
                Html = html,
            }
            : await TextAsync(preview, file, 0, ct) with
            {
                Note = "Not valid JSON, or too many values to fold.",
            };
    }

    private static async Task<Preview> MarkdownAsync(Preview preview, ArtifactPlace file, CancellationToken ct) =>
        preview with
        {
            Html = Parts.SafeMarkdown.Of((await FilePart.ReadAsync(file, 0, MaxWhole, ct)).Text),
        };

    private static async Task<Preview> TensorsAsync(Preview preview, ArtifactPlace file, CancellationToken ct) =>
        await TensorList.ReadAsync(file, ct) is { } tensors
            ? preview with
            {
                Columns = ["Tensor", "Type", "Shape"],
                Lines = tensors,
            }
            : await TextAsync(preview, file, 0, ct) with
            {
                Note = "Not a valid safetensors file.",
            };

    private static async Task<Preview> TableAsync(Preview preview, ArtifactPlace file, long from, CancellationToken ct)
    {
        var separator = file.Path.Name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
        var head = await FilePart.ReadAsync(file, 0, TablePart, ct);
        var (names, headUsed) = CellReader.Read(head.Bytes, head.Next is null, separator, 1);
        if (names.Count == 0 || !head.IsText)
        {
            return await TextAsync(preview, file, 0, ct);
        }

        var start = Math.Max(from, headUsed);
        var part = start == headUsed ? head.Skip(headUsed) : await FilePart.ReadAsync(file, start, TablePart, ct);
        var (lines, used) = CellReader.Read(part.Bytes, part.Next is null, separator, TableLines);
        var next = start + used;
        return preview with
        {
            Columns = [.. names[0].Select(name => name.TrimStart('\uFEFF'))],
            Lines = lines,
            Next = next < preview.Length && used > 0 ? next : null,
            Note =
                used == 0 && part.Bytes.Length > 0 ? "A line is too long to show. Download the file to read it." : null,
        };
    }
}
