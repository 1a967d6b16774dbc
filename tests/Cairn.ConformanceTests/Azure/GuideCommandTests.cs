using System.Diagnostics;
using System.Text.Json;
using Azure.Storage;
using Azure.Storage.Blobs;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Azure;

/// <summary>
/// What Cairn's own guide to Azure has people type does what it says: az against Azurite, cairn against the same.
/// </summary>
public sealed class GuideCommandTests(AzureFixture azure, PostgresFixture postgres) : IDisposable
{
    private const string Install = "apt-get install azure-cli";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-guide-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DataPlaneCommands_WorkOnAzurite()
    {
        DemandAzureCli();
        var commands = GuidePage
            .Commands("azure")
            .Where(c => c.StartsWith("az storage container ") || c.StartsWith("az storage blob "))
            .ToList();
        commands.Count.ShouldBeGreaterThanOrEqualTo(5);
        var endpoint = await EndpointAsync();
        var connection =
            $"DefaultEndpointsProtocol=http;AccountName={Azurite.GuideAccount};AccountKey={Azurite.Key};BlobEndpoint={endpoint};";
        await new BlobContainerClient(connection, "mlflow-artifacts").CreateIfNotExistsAsync(cancellationToken: Ct);
        await new BlobClient(connection, "mlflow-artifacts", "1/RUN/artifacts/model.txt").UploadAsync(
            BinaryData.FromString("kept"),
            overwrite: true,
            Ct
        );
        foreach (var command in commands)
        {
            var (code, output, error) = await RunAsync(
                command,
                new() { ["AZURE_STORAGE_CONNECTION_STRING"] = connection }
            );
            if (command.Contains(" undelete ", StringComparison.Ordinal))
            {
                error.ShouldContain(
                    "APINotImplemented",
                    customMessage: "Azurite keeps nothing that is deleted, so far"
                );
                continue;
            }

            code.ShouldBe(0, $"{command}\n{output}{error}");
        }

        var blob = await new BlobClient(connection, "mlflow-artifacts", "1/RUN/artifacts/model.txt").GetPropertiesAsync(
            cancellationToken: Ct
        );
        blob.Value.AccessTier.ShouldBe("Cool");
        (await new BlobServiceClient(connection).GetPropertiesAsync(Ct)).Value.DeleteRetentionPolicy.Days.ShouldBe(14);
    }

    [Fact]
    public async Task AzCommands_AreOnesThatAzKnows()
    {
        DemandAzureCli();

        // The blocks run as they stand, with commands that only note how they were called.
        var log = Path.Combine(_folder.FullName, "log");
        var noting = """
            az() { { printf '%s\x1f' "$@"; printf '\x1e'; } >>"$LOG"; echo VALUE; }
            kubectl() { :; }; helm() { :; }; cairn() { :; }; psql() { :; }; docker() { :; }
            set -u

            """;
        string[] names =
        [
            "GROUP",
            "ACCOUNT",
            "ACCOUNT_ID",
            "PRINCIPAL_ID",
            "CLIENT_ID",
            "VNET",
            "SUBNET",
            "VAULT",
            "VAULT_ID",
            "WORKSPACE_ID",
            "SERVER",
            "CLUSTER",
        ];
        var (code, _, error) = await RunAsync(
            noting + string.Join('\n', GuidePage.ShellBlocks("azure").Concat(GuidePage.ShellBlocks("kubernetes"))),
            names.Append("LOG").ToDictionary(name => name, name => name == "LOG" ? log : name.ToLowerInvariant())
        );
        code.ShouldBe(0, error);
        var calls = (await File.ReadAllTextAsync(log, Ct))
            .Split('\x1e', StringSplitOptions.RemoveEmptyEntries)
            .Select(call => call.Split('\x1f')[..^1].Where(IsKnown).ToArray())
            .ToList();
        calls.Count.ShouldBeGreaterThan(35);

        (code, var understood, error) = await RunAsync(
            "/usr/bin/python3 \"$PARSE\"",
            new() { ["PARSE"] = Path.Combine(AppContext.BaseDirectory, "az-parse.py") },
            JsonSerializer.Serialize(calls)
        );
        code.ShouldBe(0, understood + error);
        int.Parse(understood.Split(' ')[0]).ShouldBeGreaterThan(30, error);

        // Younger than Debian's azure-cli 2.45.
        static bool IsKnown(string argument) => argument != "--enable-workload-identity";
    }

    [Fact]
    public async Task ReplacementsOfAzAndPython_Work()
    {
        await using var database = await TestDatabase.CreateAsync(Backend.Sqlite, postgres);
        await using (var fresh = await database.OpenAsync(Ct))
        {
            await new SchemaGate(fresh, TimeProvider.System).OpenAsync("mlflow-artifacts:/", false, Ct);
        }

        var environment = new Dictionary<string, string>
        {
            ["AZURE_STORAGE_ENDPOINT"] = await EndpointAsync(),
            ["AZURE_STORAGE_ACCOUNT"] = Azurite.GuideAccount,
            ["AZURE_STORAGE_KEY"] = Azurite.Key,
            ["MLFLOW_ARTIFACTS_DESTINATION"] = "wasbs://mlflow-artifacts@yourmlflowstorage.blob.core.windows.net",
            ["MLFLOW_BACKEND_STORE_URI"] = database.Uri,
            ["PATH"] = AppContext.BaseDirectory + ":" + Environment.GetEnvironmentVariable("PATH"),
        };
        await new BlobContainerClient(
            new Uri(environment["AZURE_STORAGE_ENDPOINT"] + "/mlflow-artifacts"),
            new StorageSharedKeyCredential(Azurite.GuideAccount, Azurite.Key)
        ).CreateIfNotExistsAsync(cancellationToken: Ct);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "FILE"), "content", Ct);
        var said = new Dictionary<string, string>();
        foreach (var command in GuidePage.Replacements())
        {
            var (code, output, error) = await RunAsync(command, environment);
            code.ShouldBe(0, $"{command}\n{output}{error}");
            said[
                string.Join(
                    ' ',
                    command.Split(' ').Skip(1).Take(command.Contains(" artifacts ") || command.Contains(" db ") ? 2 : 1)
                )
            ] = output;
        }

        said.Keys.Order()
            .ShouldBe([
                "artifacts delete",
                "artifacts download",
                "artifacts list",
                "artifacts rehydrate",
                "artifacts upload",
                "artifacts url",
                "db status",
                "doctor",
            ]);
        said["doctor"]
            .ShouldContain(
                "wasbs://mlflow-artifacts@yourmlflowstorage.blob.core.windows.net",
                customMessage: "what mlflow.get_artifact_uri() is asked for"
            );
        said["doctor"].ShouldContain("All is well.");
        said["artifacts url"].ShouldContain("sig=");
        said["db status"].ShouldContain("it can be used as it is");
        (await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "FOLDER", "FILE"), Ct)).ShouldBe("content");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void DemandAzureCli()
    {
        if (
            !(Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(':')
                .Any(folder => File.Exists(Path.Combine(folder, "az")))
        )
        {
            MissingTool.SkipOrFail("azure-cli", Install);
        }
    }

    private async Task<string> EndpointAsync()
    {
        await azure.Plain.StartAsync(Ct);
        return $"http://127.0.0.1:{azure.Plain.Port}/{Azurite.GuideAccount}";
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(
        string script,
        Dictionary<string, string> environment,
        string input = ""
    )
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
            Environment =
            {
                ["AZURE_CONFIG_DIR"] = Path.Combine(_folder.FullName, "azure"),
                ["AZURE_CORE_COLLECT_TELEMETRY"] = "no",
                ["AZURE_CORE_NO_COLOR"] = "yes",
            },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output, await error);
    }
}
