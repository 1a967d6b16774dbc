using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Web;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Cairn.ConformanceTests.Hosting;
using Cairn.Core.Errors;
using Cairn.Server.Artifacts;
using Cairn.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.ConformanceTests.Azure;

/// <summary>The server with its artifacts in Azure.</summary>
public sealed class AzureServerTests(AzureFixture azure)
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redirect_LargeFile_GoesToASignedUrlAndSmallOneDoesNot()
    {
        await using var cairn = await StartAsync(create: true, redirect: true);
        var large = new byte[(1 << 20) + 1];
        await cairn.Http.PutAsync(Proxy + "artifacts/1/large.bin", new ByteArrayContent(large), Ct);
        await cairn.Http.PutAsync(Proxy + "artifacts/1/small.bin", new ByteArrayContent([1]), Ct);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = cairn.Http.BaseAddress,
        };
        using var redirected = await http.GetAsync(Proxy + "artifacts/1/large.bin", Ct);
        redirected.StatusCode.ShouldBe(HttpStatusCode.Found);
        redirected.Headers.CacheControl!.NoStore.ShouldBeTrue();
        using var direct = await http.GetAsync(redirected.Headers.Location, Ct);
        (await direct.Content.ReadAsByteArrayAsync(Ct)).Length.ShouldBe(large.Length);
        direct.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (await http.GetAsync(Proxy + "artifacts/1/small.bin", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var head = await http.SendAsync(
            new HttpRequestMessage(HttpMethod.Head, Proxy + "artifacts/1/large.bin"),
            Ct
        );
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync(Proxy + "artifacts/1/none.bin", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Multipart_OverHttp_BecomesAFileAndPresignedReadsIt()
    {
        await using var cairn = await StartAsync(create: true);
        using var created = await cairn.Http.PostAsJsonAsync(
            Proxy + "mpu/create/1/r/artifacts",
            new { path = "model.bin", num_parts = 2 },
            Ct
        );
        var upload = JsonDocument.Parse(await created.Content.ReadAsStringAsync(Ct)).RootElement;
        using var http = new HttpClient();
        var parts = new List<object>();
        foreach (var part in upload.GetProperty("credentials").EnumerateArray())
        {
            using var sent = await http.PutAsync(
                part.GetProperty("url").GetString(),
                new StringContent($"[{part.GetProperty("part_number")}]"),
                Ct
            );
            sent.StatusCode.ShouldBe(HttpStatusCode.Created);
            parts.Add(
                new
                {
                    part_number = part.GetProperty("part_number").GetInt32(),
                    etag = "",
                    url = part.GetProperty("url").GetString(),
                }
            );
        }

        using var completed = await cairn.Http.PostAsJsonAsync(
            Proxy + "mpu/complete/1/r/artifacts",
            new
            {
                path = "model.bin",
                upload_id = upload.GetProperty("upload_id").GetString(),
                parts,
            },
            Ct
        );
        completed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var signed = JsonDocument
            .Parse(await cairn.Http.GetStringAsync(Proxy + "presigned/1/r/artifacts/model.bin", Ct))
            .RootElement;
        signed.GetProperty("file_size").GetInt64().ShouldBe(6);
        (await http.GetStringAsync(signed.GetProperty("url").GetString(), Ct)).ShouldBe("[1][2]");
    }

    [Theory]
    [InlineData("/tmp/work/model.bin", "model.bin")]
    [InlineData("./out/model.bin", "model.bin")]
    [InlineData("../../model.bin", "model.bin")]
    [InlineData(@"C:\work\model.bin", "model.bin")]
    [InlineData(@"\\share\model.bin", "model.bin")]
    [InlineData("/tmp/it's%20.bin", "it's%2520.bin")]
    public async Task Multipart_PathOfTheClientsMachine_OnlyItsNameCounts(string local, string name)
    {
        await using var cairn = await StartAsync(create: true);
        using var created = await cairn.Http.PostAsJsonAsync(
            Proxy + "mpu/create/1/r/artifacts",
            new { path = local, num_parts = 1 },
            Ct
        );
        var upload = JsonDocument.Parse(await created.Content.ReadAsStringAsync(Ct)).RootElement;
        var url = upload.GetProperty("credentials")[0].GetProperty("url").GetString();
        using var http = new HttpClient();
        using var sent = await http.PutAsync(url, new StringContent("whole"), Ct);
        var parts = new[]
        {
            new
            {
                part_number = 1,
                etag = "",
                url,
            },
        };
        using var completed = await cairn.Http.PostAsJsonAsync(
            Proxy + "mpu/complete/1/r/artifacts",
            new
            {
                path = local,
                upload_id = upload.GetProperty("upload_id").GetString(),
                parts,
            },
            Ct
        );
        completed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await cairn.Http.GetStringAsync(Proxy + "artifacts/1/r/artifacts/" + name, Ct)).ShouldBe("whole");
    }

    [Theory]
    [InlineData("")]
    [InlineData("folder/")]
    [InlineData("folder/..")]
    [InlineData("..%2f..%2fx")]
    public async Task Multipart_PathWithoutAName_IsRefused(string local)
    {
        await using var cairn = await StartAsync(create: true);
        using var created = await cairn.Http.PostAsJsonAsync(
            Proxy + "mpu/create/1/r/artifacts",
            new { path = local, num_parts = 1 },
            Ct
        );
        created.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task SignedTransfers_CredentialThatCannotSign_AreRefusedInTheWordsThatClientsFallBackOn()
    {
        await azure.Plain.StartAsync(Ct);
        var sas = new AccountSasBuilder(
            AccountSasPermissions.All,
            TimeProvider.System.GetUtcNow().AddHours(1),
            AccountSasServices.Blobs,
            AccountSasResourceTypes.All
        )
            .ToSasQueryParameters(new(Azurite.Account, Azurite.Key))
            .ToString();
        await using var cairn = await StartAsync(
            create: true,
            variables: new() { ["AZURE_STORAGE_SAS_TOKEN"] = sas, ["AZURE_STORAGE_ENDPOINT"] = azure.Plain.Endpoint }
        );
        (
            await cairn.Http.PutAsync(Proxy + "artifacts/1/a.bin", new ByteArrayContent([1]), Ct)
        ).EnsureSuccessStatusCode();
        using var upload = await cairn.Http.PostAsJsonAsync(
            Proxy + "mpu/create/1",
            new { path = "a.bin", num_parts = 1 },
            Ct
        );
        using var download = await cairn.Http.GetAsync(Proxy + "presigned/1/a.bin", Ct);
        foreach (
            var (answer, words) in new[]
            {
                (upload, "Multipart upload is not supported"),
                (download, "Multipart download is not supported"),
            }
        )
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
            var message = JsonDocument
                .Parse(await answer.Content.ReadAsStringAsync(Ct))
                .RootElement.GetProperty("message")
                .GetString()!;
            message.ShouldStartWith(words);
            message.ShouldContain("they need an account key or an identity");
        }
    }

    [Fact]
    public async Task PresignedUpload_OverHttp_BecomesAFileOfTheRun()
    {
        await using var cairn = await StartAsync(
            create: true,
            change: options =>
                options with
                {
                    Artifacts = options.Artifacts with { AccessTierRules = [new("retention", "long", "Cool")] },
                }
        );
        var location = cairn.Options.Artifacts.Destination;
        using var ran = await cairn.Http.PostAsJsonAsync(
            "/api/2.0/mlflow/runs/create",
            new { experiment_id = await ExperimentAsync(cairn, location, "long") },
            Ct
        );
        var run = JsonDocument
            .Parse(await ran.Content.ReadAsStringAsync(Ct))
            .RootElement.GetProperty("run")
            .GetProperty("info")
            .GetProperty("run_id")
            .GetString();
        using var created = await cairn.Http.PostAsJsonAsync(
            "/api/2.0/mlflow/artifacts/presigned-upload-url",
            new { run_id = run, path = "d/up.txt" },
            Ct
        );
        var signed = JsonDocument.Parse(await created.Content.ReadAsStringAsync(Ct)).RootElement;
        using var request = new HttpRequestMessage(HttpMethod.Put, signed.GetProperty("presigned_url").GetString())
        {
            Content = new StringContent("sent"),
        };
        foreach (var header in signed.GetProperty("headers").EnumerateObject())
        {
            request.Headers.Add(header.Name, header.Value.GetString());
        }

        using var http = new HttpClient();
        (await http.SendAsync(request, Ct)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await cairn.Http.GetStringAsync($"/get-artifact?run_uuid={run}&path=d/up.txt", Ct)).ShouldBe("sent");
        (
            await Container(cairn)
                .GetBlobClient($"mlflow/{run}/artifacts/d/up.txt")
                .GetPropertiesAsync(cancellationToken: Ct)
        ).Value.AccessTier.ShouldBe("Cool");
    }

    [Fact]
    public async Task Presigned_LifetimeIsConfigured_UrlLivesThatLong()
    {
        await using var cairn = await StartAsync(create: true, lifetime: TimeSpan.FromHours(3));
        await cairn.Http.PutAsync(Proxy + "artifacts/1/a.bin", new ByteArrayContent([1]), Ct);
        var signed = JsonDocument.Parse(await cairn.Http.GetStringAsync(Proxy + "presigned/1/a.bin", Ct)).RootElement;
        var query = HttpUtility.ParseQueryString(new Uri(signed.GetProperty("url").GetString()!).Query);
        (DateTimeOffset.Parse(query["se"]!, null) - TimeProvider.System.GetUtcNow()).TotalMinutes.ShouldBe(180, 2);
    }

    [Fact]
    public async Task Write_ExperimentHasTheRulesTag_LandsInTheRulesTier()
    {
        await using var cairn = await StartAsync(
            create: true,
            change: options =>
                options with
                {
                    Artifacts = options.Artifacts with
                    {
                        AccessTierRules = [new("retention", "long", "Cool"), new("retention", "short", "Hot")],
                    },
                }
        );
        var tagged = await ExperimentAsync(cairn, "mlflow-artifacts:/elsewhere", "long");
        using var ran = await cairn.Http.PostAsJsonAsync(
            "/api/2.0/mlflow/runs/create",
            new { experiment_id = tagged },
            Ct
        );
        var run = JsonDocument
            .Parse(await ran.Content.ReadAsStringAsync(Ct))
            .RootElement.GetProperty("run")
            .GetProperty("info")
            .GetProperty("run_id")
            .GetString();
        string[] files =
        [
            $"{tagged}/r/artifacts/a.bin",
            $"elsewhere/{run}/artifacts/a.bin",
            $"{await ExperimentAsync(cairn, null, "other")}/r/artifacts/a.bin",
            "loose/a.bin",
        ];
        foreach (var file in files)
        {
            (
                await cairn.Http.PutAsync(Proxy + "artifacts/" + file, new ByteArrayContent([1]), Ct)
            ).EnsureSuccessStatusCode();
        }

        var container = Container(cairn);
        var tiers = new List<string>();
        foreach (var file in files)
        {
            tiers.Add(
                (await container.GetBlobClient("mlflow/" + file).GetPropertiesAsync(cancellationToken: Ct))
                    .Value
                    .AccessTier
            );
        }

        tiers.ShouldBe(["Cool", "Cool", "Hot", "Hot"]);
    }

    [Fact]
    public async Task Read_NoSuchFile_TellsThePathThatTheClientKnows()
    {
        await using var cairn = await StartAsync(create: true);
        foreach (var path in new[] { "artifacts/1/none.bin", "presigned/1/none.bin" })
        {
            using var answer = await cairn.Http.GetAsync(Proxy + path, Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("No such artifact: '1/none.bin'");
        }
    }

    [Fact]
    public async Task ReadOfModel_NoSuchFile_TellsThePathThatTheClientKnows()
    {
        await using var cairn = await StartAsync(create: true);
        using var model = await cairn.Http.PostAsJsonAsync(
            "/api/2.0/mlflow/logged-models",
            new { experiment_id = "0", name = "m" },
            Ct
        );
        var id = JsonDocument
            .Parse(await model.Content.ReadAsStringAsync(Ct))
            .RootElement.GetProperty("model")
            .GetProperty("info")
            .GetProperty("model_id")
            .GetString();
        await cairn.Http.PostAsJsonAsync("/api/2.0/mlflow/registered-models/create", new { name = "m" }, Ct);
        (
            await cairn.Http.PostAsJsonAsync(
                "/api/2.0/mlflow/model-versions/create",
                new
                {
                    name = "m",
                    source = $"models:/{id}",
                    model_id = id,
                },
                Ct
            )
        ).EnsureSuccessStatusCode();
        foreach (
            var path in new[]
            {
                "/model-versions/get-artifact?name=m&version=1&path=none",
                $"/ajax-api/2.0/mlflow/logged-models/{id}/artifacts/files?artifact_file_path=none",
            }
        )
        {
            using var answer = await cairn.Http.GetAsync(path, Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain(
                $"No such artifact: '0/models/{id}/artifacts/none'"
            );
        }
    }

    [Theory]
    [InlineData("artifacts/1/old.bin", true)]
    [InlineData("presigned/1/old.bin", false)]
    public async Task Read_ArchivedFileWouldBeReadElsewhere_SaysHowToBringItBack(string path, bool redirect)
    {
        await using var cairn = await StartAsync(create: true, redirect: redirect);
        await cairn.Http.PutAsync(Proxy + "artifacts/1/old.bin", new ByteArrayContent(new byte[(1 << 20) + 1]), Ct);
        await Container(cairn)
            .GetBlobClient("mlflow/1/old.bin")
            .SetAccessTierAsync(AccessTier.Archive, cancellationToken: Ct);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = cairn.Http.BaseAddress,
        };
        using var answer = await http.GetAsync(Proxy + path, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("cairn artifacts rehydrate");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200_000)]
    [SuppressMessage("Security", "CA5351", Justification = "It is what the header holds.")]
    public async Task Write_ContentMd5_IsCheckedAndKept(int length)
    {
        await using var cairn = await StartAsync(create: true);
        var (content, md5) = (new byte[length], MD5.HashData(new byte[length]));
        (await PutAsync(cairn, "1/right.bin", content, md5)).ShouldBe(HttpStatusCode.OK);
        (
            await Container(cairn).GetBlobClient("mlflow/1/right.bin").GetPropertiesAsync(cancellationToken: Ct)
        ).Value.ContentHash.ShouldBe(md5);
        content[^1] = 1;
        (await PutAsync(cairn, "1/right.bin", content, md5)).ShouldBe(HttpStatusCode.BadRequest);
        (await PutAsync(cairn, "1/wrong.bin", content, md5)).ShouldBe(HttpStatusCode.BadRequest);
        (await cairn.Http.GetByteArrayAsync(Proxy + "artifacts/1/right.bin", Ct)).ShouldBe(new byte[length]);
        (await cairn.Http.GetStringAsync(Proxy + "artifacts?path=1", Ct)).ShouldNotContain("wrong.bin");
    }

    [Fact]
    public async Task Read_RangeBehindAnyNumber_AnswersTheFile()
    {
        await using var cairn = await StartAsync(create: true);
        await cairn.Http.PutAsync(Proxy + "artifacts/1/a.bin", new ByteArrayContent([1, 2, 3]), Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, Proxy + "artifacts/1/a.bin");
        request.Headers.Range = new(0, long.MaxValue);
        using var answer = await cairn.Http.SendAsync(request, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync(Ct)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Start_ContainerIsMissing_ServesAndSaysSo()
    {
        await using var cairn = await StartAsync(create: false);
        var details = "";
        while (!details.Contains("failing", StringComparison.Ordinal))
        {
            Ct.ThrowIfCancellationRequested();
            details = await cairn.Http.GetStringAsync("/health/details", Ct);
        }

        details.ShouldContain("--create-container");
        (await cairn.Http.GetStringAsync("/health", Ct)).ShouldBe("OK");
        using var listed = await cairn.Http.GetAsync(Proxy + "artifacts", Ct);
        listed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await listed.Content.ReadAsStringAsync(Ct)).ShouldContain("RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task Start_StoreIsRequiredAndMissing_Fails() =>
        (await Should.ThrowAsync<CairnException>(() => StartAsync(create: false, require: true))).Message.ShouldContain(
            "does not exist"
        );

    private static async Task<HttpStatusCode> PutAsync(RunningCairn cairn, string path, byte[] content, byte[] md5)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentMD5 = md5;
        using var answer = await cairn.Http.PutAsync(Proxy + "artifacts/" + path, body, Ct);
        return answer.StatusCode;
    }

    private static async Task<string> ExperimentAsync(RunningCairn cairn, string? location, string retention)
    {
        var experiment = new
        {
            name = $"{Guid.NewGuid()}",
            artifact_location = location,
            tags = new[] { new { key = "retention", value = retention } },
        };
        using var created = await cairn.Http.PostAsJsonAsync("/api/2.0/mlflow/experiments/create", experiment, Ct);
        return JsonDocument
            .Parse(await created.Content.ReadAsStringAsync(Ct))
            .RootElement.GetProperty("experiment_id")
            .GetString()!;
    }

    private BlobContainerClient Container(RunningCairn cairn)
    {
        var destination = cairn.Options.Artifacts.Destination;
        return new BlobServiceClient(azure.Plain.ConnectionString).GetBlobContainerClient(
            destination["wasbs://".Length..destination.IndexOf('@', StringComparison.Ordinal)]
        );
    }

    private async Task<RunningCairn> StartAsync(
        bool create,
        bool redirect = false,
        bool require = false,
        TimeSpan? lifetime = null,
        Func<ServerOptions, ServerOptions>? change = null,
        Dictionary<string, string>? variables = null
    )
    {
        await azure.Plain.StartAsync(Ct);
        variables ??= new() { ["AZURE_STORAGE_CONNECTION_STRING"] = azure.Plain.ConnectionString };
        return await RunningCairn.StartAsync(options =>
        {
            options = change?.Invoke(options) ?? options;
            return options with
            {
                Artifacts = options.Artifacts with
                {
                    Destination =
                        $"wasbs://{AzureFixture.NewContainer()}@{Azurite.Account}.blob.core.windows.net/mlflow",
                    RedirectDownloads = redirect,
                    RequireStore = require,
                    PresignedDownloadLifetime = lifetime ?? options.Artifacts.PresignedDownloadLifetime,
                    Azure = AzureFixture.Options(variables) with { CreateContainer = create, BlockSize = 65536 },
                },
            };
        });
    }
}
