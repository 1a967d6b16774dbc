using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Cairn.Artifacts.Azure.Locations;

namespace Cairn.ConformanceTests.Azure;

/// <summary>A real Azurite on a free port, started by the first test that needs it.</summary>
public sealed class Azurite : IAsyncDisposable
{
    public const string Account = "devstoreaccount1";
    public const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The guide's account, with the same key.</summary>
    public const string GuideAccount = "yourmlflowstorage";

    public const string Install = "npm install --prefix ~/.cache/cairn/azurite azurite@3.37.0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-azurite-");
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly bool _https;
    private Process? _process;

    public Azurite(bool https) => _https = https;

    /// <summary>The account's endpoint.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private set; }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol={(_https ? "https" : "http")};AccountName={Account};AccountKey={Key};BlobEndpoint={Endpoint};";

    /// <summary>Where the executable is: CAIRN_AZURITE, the cache, or the PATH.</summary>
    private static string? Executable { get; } =
        new[]
        {
            Environment.GetEnvironmentVariable("CAIRN_AZURITE") ?? "",
            Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".cache/cairn/azurite/node_modules/.bin/azurite-blob"
            ),
        }
            .Concat(
                (Environment.GetEnvironmentVariable("PATH") ?? "")
                    .Split(':')
                    .Select(folder => Path.Combine(folder, "azurite-blob"))
            )
            .FirstOrDefault(File.Exists);

    /// <summary>
    /// Starts it if it does not run yet; without Azurite the test is skipped, or fails where nothing may be missing.
    /// </summary>
    public async Task StartAsync(CancellationToken ct)
    {
        if (Executable is null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"Azurite is missing: {Install}");
            Assert.Fail($"Azurite is missing: {Install}");
        }

        await _starting.WaitAsync(ct);
        try
        {
            _process ??= await LaunchAsync(ct);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _starting.Dispose();
        _folder.Delete(true);
    }

    private async Task<Process> LaunchAsync(CancellationToken ct)
    {
        var port = FreePort();
        string[] tls = [];
        if (_https)
        {
            var files = await TestCertificate.WritePemAsync(_folder, ct);
            tls = ["--oauth", "basic", "--cert", files.Certificate, "--key", files.Key];
        }

        var start = new ProcessStartInfo(
            Executable!,
            [
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                $"{port}",
                "--location",
                _folder.FullName,
                "--silent",
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--loose",
                .. tls,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AZURITE_ACCOUNTS"] = string.Join(
                    ';',
                    $"{Account}:{Key}",
                    $"{GuideAccount}:{Key}",
                    $"your-custom-endpoint:{Key}"
                ),
            },
        };
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(ct);
        _ = process.StandardOutput.ReadToEndAsync(ct);
        while (!await AnswersAsync(port, ct))
        {
            process.HasExited.ShouldBeFalse(process.HasExited ? await errors : "");
            await Task.Delay(50, ct);
        }

        Port = port;
        Endpoint = $"{(_https ? "https" : "http")}://127.0.0.1:{port}/{Account}";
        return process;
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
