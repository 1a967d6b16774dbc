using Cairn.Arrows;

// Usage: ./arrows.sh [FILE.svg]. Draws which folder of each project in src uses which, as the code says.
var root = Environment.CurrentDirectory;
var file = args.Length > 0 ? args[0] : "arrows.svg";
var projects = Directory.EnumerateDirectories(Path.Combine(root, "src")).Order(StringComparer.Ordinal).ToList();
var graphs = projects.Select(FolderGraph.Read).ToList();
await File.WriteAllTextAsync(file, Picture.Draw(graphs));
foreach (var graph in graphs)
{
    Console.WriteLine($"{graph.Project}: {graph.Folders.Count} folders, {graph.Arrows.Sum(a => a.Value.Count)} arrows");
    foreach (var knot in graph.Knots())
    {
        Console.WriteLine($"  use each other in circles: {string.Join(", ", knot)}");
    }
}

Console.WriteLine($"Drawn in {file}.");
