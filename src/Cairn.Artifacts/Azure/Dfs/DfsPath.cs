using System.Text.Json.Serialization;

namespace Cairn.Artifacts.Azure.Dfs;

/// <summary>A page of "Path - List".</summary>
internal sealed record DfsPage(IReadOnlyList<DfsPath>? Paths);

/// <summary>A file or folder in it; the service writes numbers and booleans as text.</summary>
internal sealed record DfsPath(string Name, bool? IsDirectory, long? ContentLength, string? LastModified);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(TextBoolean)]
)]
[JsonSerializable(typeof(DfsPage))]
internal sealed partial class DfsJson : JsonSerializerContext;
