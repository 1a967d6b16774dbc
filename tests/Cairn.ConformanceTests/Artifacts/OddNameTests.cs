using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cairn.Commands;
using Cairn.ConformanceTests.Azure;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Artifacts;

/// <summary>Every route and command, with each of the odd names.</summary>
public sealed class OddNameTests(SharedCairn cairn, AzureFixture azure)
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Routes_OnALocalStore_KeepEveryName() => CheckRoutesAsync(cairn.Server.Http);

    [Fact]
    public async Task Routes_OnAzure_KeepEveryName()
    {
        await using var server = await StartOnAzureAsync();
        await CheckRoutesAsync(server.Http);
    }

    [Fact]
    public async Task SignedTransfers_OnAzure_KeepEveryName()
    {
        await using var server = await StartOnAzureAsync();
        var http = server.Http;
        var folder = await NewRunFolderAsync(http);
        // In a multipart request, a path of Windows stands for its last part.
        var names = OddNames.Served.Where(name => !name.StartsWith("C:", StringComparison.Ordinal)).ToList();
        await Parallel.ForEachAsync(
            names,
            Ct,
            async (name, _) =>
            {
                var created = await PostAsync(http, $"{Proxy}mpu/create/{folder}", new { path = name, num_parts = 1 });
                var url = created.GetProperty("credentials")[0].GetProperty("url").GetString()!;
                using var sent = await http.SendAsync(Request(HttpMethod.Put, url, name), Ct);
                sent.StatusCode.ShouldBe(HttpStatusCode.Created, name);
                var parts = new[] { new { part_number = 1, etag = "" } };
                var id = created.GetProperty("upload_id").GetString();
                var upload = new
                {
                    path = name,
                    upload_id = id,
                    parts,
                };
                await PostAsync(http, $"{Proxy}mpu/complete/{folder}", upload);
                var signed = await GetAsync(http, $"{Proxy}presigned/{folder}/{Encode(name)}");
                signed = await GetAsync(http, JsonDocument.Parse(signed).RootElement.GetProperty("url").GetString()!);
                signed.ShouldBe(name);
            }
        );
        var listed = await GetAsync(http, $"{Proxy}artifacts?path={Encode(folder)}");
        Paths(listed, "").ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commands_OnALocalFolder_KeepEveryName()
    {
        var folder = Directory.CreateTempSubdirectory("cairn-test-").FullName;
        Directory.CreateDirectory(Path.Join(folder, "up", "deep"));
        foreach (var name in OddNames.All)
        {
            await File.WriteAllTextAsync(Path.Join(folder, "up", "deep", name), name, Ct);
        }

        (await RunAsync("upload", Path.Join(folder, "up"), Path.Join(folder, "store"))).ShouldContain("deep/x#y.txt");
        var listed = await RunAsync("list", "--recursive", Path.Join(folder, "store"));
        await RunAsync("download", Path.Join(folder, "store"), Path.Join(folder, "down"));
        foreach (var name in OddNames.All)
        {
            listed.ShouldContain("deep/" + name);
            (await File.ReadAllTextAsync(Path.Join(folder, "down", "deep", name), Ct)).ShouldBe(name);
            await RunAsync("delete", Path.Join(folder, "store", "deep", name));
        }

        Directory.GetFiles(Path.Join(folder, "store", "deep")).ShouldBeEmpty();
        Directory.Delete(folder, true);
    }

    private static async Task CheckRoutesAsync(HttpClient http)
    {
        var run = await NewRunAsync(http);
        var folder = await NewRunFolderAsync(http, run);
        await Parallel.ForEachAsync(
            OddNames.Served,
            Ct,
            async (name, _) =>
            {
                var file = $"{Proxy}artifacts/{folder}/d/{Encode(name)}";
                await SendAsync(http, Request(HttpMethod.Put, file, name));
                (await SendAsync(http, Request(HttpMethod.Head, file))).Content.Headers.ContentLength.ShouldBe(
                    Encoding.UTF8.GetByteCount(name)
                );
                (await GetAsync(http, file)).ShouldBe(name);
                (await GetAsync(http, $"/get-artifact?run_id={run}&path={Encode("d/" + name)}")).ShouldBe(name);
                var ui = $"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run}&path={Encode("ui/" + name)}";
                await SendAsync(http, Request(HttpMethod.Post, ui, name));
            }
        );
        var expected = OddNames.Served.Order(StringComparer.Ordinal).ToList();
        foreach (var sub in new[] { "d", "ui" })
        {
            Paths(await GetAsync(http, $"/api/2.0/mlflow/artifacts/list?run_id={run}&path={sub}"), sub + "/")
                .ShouldBe(expected);
            Paths(await GetAsync(http, $"{Proxy}artifacts?path={Encode($"{folder}/{sub}")}"), "").ShouldBe(expected);
        }

        foreach (var name in expected)
        {
            await SendAsync(http, Request(HttpMethod.Delete, $"{Proxy}artifacts/{folder}/d/{Encode(name)}"));
        }

        (await GetAsync(http, $"{Proxy}artifacts?path={Encode(folder + "/d")}")).ShouldBe("{}");
    }

    private async Task<RunningCairn> StartOnAzureAsync()
    {
        await azure.Plain.StartAsync(Ct);
        var variables = new Dictionary<string, string>
        {
            ["AZURE_STORAGE_CONNECTION_STRING"] = azure.Plain.ConnectionString,
        };
        return await RunningCairn.StartAsync(options =>
            options with
            {
                Artifacts = options.Artifacts with
                {
                    Destination =
                        $"wasbs://{AzureFixture.NewContainer()}@{Azurite.Account}.blob.core.windows.net/mlflow",
                    Azure = AzureFixture.Options(variables),
                },
            }
        );
    }

    private static async Task<string> NewRunAsync(HttpClient http) =>
        (await PostAsync(http, "/api/2.0/mlflow/runs/create", new { experiment_id = "0" }))
            .GetProperty("run")
            .GetProperty("info")
            .GetProperty("run_id")
            .GetString()!;

    private static async Task<string> NewRunFolderAsync(HttpClient http, string? run = null) =>
        $"0/{run ?? await NewRunAsync(http)}/artifacts";

    private static IEnumerable<string> Paths(string json, string prefix) =>
        JsonDocument
            .Parse(json)
            .RootElement.GetProperty("files")
            .EnumerateArray()
            .Select(file => file.GetProperty("path").GetString()![prefix.Length..]);

    private static string Encode(string name) => Uri.EscapeDataString(name);

    /// <summary>A request whose URL arrives as it is written here.</summary>
    private static HttpRequestMessage Request(HttpMethod method, string url, string? content = null)
    {
        var asWritten = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        return new(method, url.StartsWith('/') ? new Uri(url, UriKind.Relative) : new Uri(url, asWritten))
        {
            Content = content is null ? null : new StringContent(content),
        };
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        if (!request.RequestUri!.IsAbsoluteUri)
        {
            var url = http.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.RequestUri.OriginalString;
            request.RequestUri = new(
                url,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            );
        }

        var response = await http.SendAsync(request, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, request.RequestUri.OriginalString);
        return response;
    }

    private static async Task<string> GetAsync(HttpClient http, string url)
    {
        using var response = await SendAsync(http, Request(HttpMethod.Get, url));
        return await response.Content.ReadAsStringAsync(Ct);
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string url, object body)
    {
        using var response = await http.PostAsJsonAsync(url, body, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body.ToString());
        return await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task<string> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        (await CairnCommand.RunAsync(["artifacts", .. args], output, error)).ShouldBe(0, error.ToString());
        return output.ToString() + error;
    }
}
