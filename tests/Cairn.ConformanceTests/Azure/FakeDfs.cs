using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.ConformanceTests.Azure;

/// <summary>
/// A dfs endpoint in memory, after Azure's REST reference of "Filesystem" and "Path": folders are real, a rename needs
/// the folder
/// that it goes to, appended data shows after a flush, listings and deletions come in pages.
/// </summary>
internal sealed class FakeDfs : IAsyncDisposable
{
    private const int PageSize = 3;
    private readonly ConcurrentDictionary<string, Entry> _paths = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private int _versions;

    private FakeDfs(WebApplication app) => _app = app;

    public string Endpoint =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        + "/account";

    public static async Task<FakeDfs> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var fake = new FakeDfs(builder.Build());
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync(ct);
        return fake;
    }

    /// <summary>All names, of folders too.</summary>
    public IEnumerable<string> Names => _paths.Keys;

    /// <summary>Puts a file there that was written long ago or just now.</summary>
    public void Put(string path, DateTimeOffset written)
    {
        _paths.TryAdd(Parent(Parent(path)), new(true));
        _paths.TryAdd(Parent(path), new(true));
        _paths[path] = new(false) { LastModified = written };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var target = http.Request.Path.Value!.Split('/', 4); // "", account, file system, path
        if (
            !http.Request.Headers.Authorization.ToString().StartsWith("SharedKey account:", StringComparison.Ordinal)
            || !http.Request.Headers.ContainsKey("x-ms-version")
        )
        {
            await FailAsync(http, 403, "AuthenticationFailed");
            return;
        }

        var path = target.Length > 3 ? target[2] + "/" + target[3] : target[2];
        byte[] bytes = [];
        (int Status, string? Error) result;
        lock (_lock)
        {
            result = Act(http, path, body.ToArray(), ref bytes);
        }

        if (result.Error is not null)
        {
            await FailAsync(http, result.Status, result.Error);
            return;
        }

        http.Response.StatusCode = result.Status;
        if (http.Request.Method != "HEAD")
        {
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    private (int, string?) Act(HttpContext http, string path, byte[] body, ref byte[] answer)
    {
        var query = http.Request.Query;
        var isFileSystem = !path.Contains('/', StringComparison.Ordinal);
        if (isFileSystem && http.Request.Method == "PUT" && query["resource"] == "filesystem")
        {
            return _paths.TryAdd(path, new(true)) ? (201, null) : (409, "FilesystemAlreadyExists");
        }

        if (!_paths.ContainsKey(path.Split('/')[0]))
        {
            return (404, "FilesystemNotFound");
        }

        var known = _paths.GetValueOrDefault(path);
        switch (http.Request.Method)
        {
            case "GET" when isFileSystem:
                return List(http, path, ref answer);
            case "PUT" when http.Request.Headers["x-ms-rename-source"].FirstOrDefault() is { } source:
                return Rename(Uri.UnescapeDataString(source).TrimStart('/'), path);
            case "PUT":
                return Create(http, path, known, query["resource"] == "directory");
            case "PATCH" when known is null:
                return (404, "PathNotFound");
            case "PATCH" when query["action"] == "append":
                if (long.Parse(query["position"].ToString(), CultureInfo.InvariantCulture) != known.Pending.Count)
                {
                    return (400, "InvalidQueryParameterValue");
                }

                known.Pending.AddRange(body);
                return (202, null);
            case "PATCH" when query["action"] == "flush":
                if (long.Parse(query["position"].ToString(), CultureInfo.InvariantCulture) != known.Pending.Count)
                {
                    return (400, "InvalidFlushPosition");
                }

                known.Content = [.. known.Pending];
                return (200, null);
            case "DELETE":
                return Delete(http, path);
            case "HEAD" or "GET":
                return known is null ? (404, "PathNotFound") : Read(http, known, ref answer);
            default:
                return (400, "UnsupportedHttpVerb");
        }
    }

    private (int, string?) Create(HttpContext http, string path, Entry? known, bool folder)
    {
        if (known is not null && http.Request.Headers.IfNoneMatch == "*")
        {
            return (409, "PathAlreadyExists");
        }

        for (var parent = Parent(path); parent.Length > 0; parent = Parent(parent))
        {
            if (!_paths.GetOrAdd(parent, _ => new(true)).IsFolder)
            {
                return (409, "PathConflict");
            }
        }

        _paths[path] = new(folder) { Version = ++_versions };
        return (201, null);
    }

    private (int, string?) Rename(string source, string path)
    {
        if (!_paths.TryGetValue(Parent(path), out var folder))
        {
            return (404, "RenameDestinationParentPathNotFound");
        }

        if (!folder.IsFolder || _paths.GetValueOrDefault(path) is { IsFolder: true })
        {
            return (409, "PathConflict");
        }

        if (!_paths.TryRemove(source, out var moved))
        {
            return (404, "SourcePathNotFound");
        }

        moved.Version = ++_versions;
        _paths[path] = moved;
        return (201, null);
    }

    private (int, string?) Delete(HttpContext http, string path)
    {
        if (!_paths.ContainsKey(path))
        {
            return (404, "PathNotFound");
        }

        var below = _paths
            .Keys.Where(p => p.StartsWith(path + "/", StringComparison.Ordinal))
            .OrderByDescending(p => p.Length)
            .ToList();
        foreach (var name in below.Take(PageSize))
        {
            _paths.TryRemove(name, out _);
        }

        if (below.Count > PageSize)
        {
            http.Response.Headers["x-ms-continuation"] = "more";
        }
        else
        {
            _paths.TryRemove(path, out _);
        }

        return (200, null);
    }

    private (int, string?) List(HttpContext http, string fileSystem, ref byte[] answer)
    {
        var directory = http.Request.Query["directory"].ToString();
        var root = directory.Length == 0 ? fileSystem : $"{fileSystem}/{directory}";
        if (!_paths.ContainsKey(root))
        {
            return (404, "PathNotFound");
        }

        var after = Encoding.UTF8.GetString(Convert.FromBase64String(http.Request.Query["continuation"].ToString()));
        var names = _paths
            .Keys.Where(p => Parent(p) == root && string.CompareOrdinal(p, after) > 0)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (names.Count > PageSize)
        {
            http.Response.Headers["x-ms-continuation"] = Convert.ToBase64String(
                Encoding.UTF8.GetBytes(names[PageSize - 1])
            );
        }

        answer = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                paths = names
                    .Take(PageSize)
                    .Select(p =>
                        _paths[p].IsFolder
                            ? (object)
                                new
                                {
                                    name = p[(fileSystem.Length + 1)..],
                                    isDirectory = "true",
                                    contentLength = "0",
                                    lastModified = _paths[p].LastModified.ToString("R"),
                                }
                            : new
                            {
                                name = p[(fileSystem.Length + 1)..],
                                contentLength = _paths[p].Content.Length.ToString(CultureInfo.InvariantCulture),
                                lastModified = _paths[p].LastModified.ToString("R"),
                            }
                    ),
            }
        );
        return (200, null);
    }

    private static (int, string?) Read(HttpContext http, Entry entry, ref byte[] answer)
    {
        http.Response.Headers["x-ms-resource-type"] = entry.IsFolder ? "directory" : "file";
        http.Response.Headers.ETag = $"\"0x{entry.Version:X8}\"";
        http.Response.Headers.LastModified = TimeProvider.System.GetUtcNow().ToString("R");
        answer = entry.Content;
        if (http.Request.Method == "HEAD")
        {
            http.Response.ContentLength = entry.Content.Length;
            return (200, null);
        }

        if (http.Request.GetTypedHeaders().Range is { Ranges.Count: 1 } range)
        {
            var (from, to) = (
                range.Ranges.First().From!.Value,
                Math.Min(range.Ranges.First().To ?? long.MaxValue, entry.Content.Length - 1)
            );
            answer = entry.Content[(int)from..(int)(to + 1)];
            return (206, null);
        }

        return (200, null);
    }

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private static Task FailAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        http.Response.Headers["x-ms-error-code"] = code;
        return http.Request.Method == "HEAD"
            ? Task.CompletedTask
            : http.Response.WriteAsJsonAsync(
                new { error = new { code, message = "The fake says " + code } },
                http.RequestAborted
            );
    }

    private sealed class Entry(bool isFolder)
    {
        public bool IsFolder { get; } = isFolder;

        public List<byte> Pending { get; } = [];

        public byte[] Content { get; set; } = [];

        public int Version { get; set; }

        public DateTimeOffset LastModified { get; init; } = TimeProvider.System.GetUtcNow();
    }
}
