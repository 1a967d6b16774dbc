using System.Globalization;
using System.Text;

namespace Cairn.Arrows;

/// <summary>Draws graphs as one SVG: a band for each project, the folders that use others above those they use.</summary>
internal static class Picture
{
    private const int Row = 64;
    private const int BoxHeight = 24;
    private const int Margin = 24;
    private const int Letter = 8;

    /// <summary>Returns the SVG.</summary>
    public static string Draw(IEnumerable<FolderGraph> graphs)
    {
        var (body, top, width) = (new StringBuilder(), Margin, 0);
        foreach (var graph in graphs)
        {
            body.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Margin}\" y=\"{top + 16}\" font-weight=\"bold\">{graph.Project}</text>"
            );
            var places = Place(graph, top + 32);
            var knots = graph.Knots();
            foreach (var (folder, used) in graph.Arrows)
            {
                foreach (var other in used)
                {
                    var isKnot = knots.Any(knot => knot.Contains(folder) && knot.Contains(other));
                    body.AppendLine(Arrow(places[folder], places[other], isKnot ? "#c0392b" : "#8a94a0"));
                }
            }

            foreach (var (folder, box) in places)
            {
                body.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{BoxHeight}\" rx=\"4\" fill=\"#eef3f8\" stroke=\"#44546a\"/>"
                        + $"<text x=\"{box.X + (box.Width / 2)}\" y=\"{box.Y + 16}\" text-anchor=\"middle\">{Name(folder)}</text>"
                );
                (top, width) = (Math.Max(top, box.Y + Row), Math.Max(width, box.X + box.Width));
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width
                + Margin}" height="{top}" font-family="sans-serif" font-size="13">
            <rect width="100%" height="100%" fill="white"/>
            <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="context-stroke"/></marker></defs>
            {body}</svg>

            """
        );
    }

    private static Dictionary<string, (int X, int Y, int Width)> Place(FolderGraph graph, int top)
    {
        var layers = graph.Layers();
        var highest = layers.Values.DefaultIfEmpty(0).Max();
        var places = new Dictionary<string, (int X, int Y, int Width)>();
        foreach (var layer in layers.GroupBy(l => l.Value))
        {
            var x = Margin;
            foreach (var folder in layer.Select(l => l.Key).Order(StringComparer.Ordinal))
            {
                var width = (Name(folder).Length * Letter) + 16;
                places[folder] = (x, top + ((highest - layer.Key) * Row), width);
                x += width + Margin;
            }
        }

        return places;
    }

    private static string Arrow((int X, int Y, int Width) from, (int X, int Y, int Width) to, string colour)
    {
        var (x1, y1, x2, y2) = (from.X + (from.Width / 2), from.Y + BoxHeight, to.X + (to.Width / 2), to.Y);
        if (from.Y >= to.Y)
        {
            (y1, y2) = (from.Y, to.Y + (from.Y == to.Y ? 0 : BoxHeight)); // Of a knot: over the boxes.
        }

        var bend = from.Y == to.Y ? y1 - (Row / 2) : (y1 + y2) / 2;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{x1} {y1}C{x1} {bend} {x2} {bend} {x2} {y2}\" fill=\"none\" stroke=\"{colour}\" marker-end=\"url(#tip)\"/>"
        );
    }

    private static string Name(string folder) => folder.Length == 0 ? "(project folder)" : folder;
}
