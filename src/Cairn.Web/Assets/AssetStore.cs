using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.Web.Assets;

/// <summary>
/// The assets embedded in this assembly. One hash of all of them is part of every path, so that browsers may keep them
/// for ever and modules can import each other by relative paths.
/// </summary>
internal sealed partial class AssetStore
{
    private const string Prefix = "assets/";
    private readonly FrozenDictionary<string, Asset> _assets;
    private readonly FrozenDictionary<string, string[]> _imports;

    private AssetStore()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly
            .GetManifestResourceNames()
            .Where(name =>
                name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".br", StringComparison.Ordinal)
            )
            .Select(name => name[Prefix.Length..^3])
            .ToList();
        _assets = names.ToFrozenDictionary(name => name, name => Load(assembly, name), StringComparer.Ordinal);
        _imports = names
            .Where(name => name.EndsWith(".js", StringComparison.Ordinal))
            .ToFrozenDictionary(name => name, Imports, StringComparer.Ordinal);
        Hash = Encoding.UTF8.GetString(Read(assembly, "hash"));
    }

    /// <summary>The only instance.</summary>
    public static AssetStore Instance { get; } = new();

    /// <summary>The hash of all assets: 16 hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The paths of all assets, without the hash.</summary>
    public IEnumerable<string> Paths => _assets.Keys;

    /// <summary>Returns the asset at a path, or null.</summary>
    /// <param name="path">The path below the hash, such as <c>Frame/frame.js</c>.</param>
    public Asset? Find(string path) => _assets.GetValueOrDefault(path);

    /// <summary>Returns the modules that a module imports, directly and indirectly, without itself.</summary>
    /// <param name="module">The path of the module.</param>
    public IReadOnlyList<string> ImportsOf(string module)
    {
        var found = new List<string>();
        Collect(module, found);
        return found;
    }

    private void Collect(string module, List<string> found)
    {
        foreach (var import in _imports.GetValueOrDefault(module, []))
        {
            if (!found.Contains(import))
            {
                found.Add(import);
                Collect(import, found);
            }
        }
    }

    private string[] Imports(string module)
    {
        using var reader = new StreamReader(
            new GZipStream(new MemoryStream(_assets[module].Gzip), CompressionMode.Decompress)
        );
        var location = new Uri("asset:///" + module);
        return
        [
            .. StaticImport()
                .Matches(reader.ReadToEnd())
                .Select(match => new Uri(location, match.Groups[1].Value).AbsolutePath[1..]),
        ];
    }

    private static Asset Load(Assembly assembly, string name) =>
        new(ContentType(name), Read(assembly, name + ".br"), Read(assembly, name + ".gz"));

    private static string ContentType(string name) =>
        Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"No content type is known for assets named {other}."),
        };

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(Prefix + name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    [GeneratedRegex("""^(?:import|export)\s(?:[^"'();]*?\sfrom\s*)?["'](\.{1,2}/[^"']+)["']""", RegexOptions.Multiline)]
    private static partial Regex StaticImport();
}
