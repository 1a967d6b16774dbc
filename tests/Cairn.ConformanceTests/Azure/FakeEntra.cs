using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.ConformanceTests.Azure;

/// <summary>Entra ID's token endpoint, and the identity endpoints of Azure's machines, on this machine.</summary>
public sealed class FakeEntra : IAsyncDisposable
{
    public const string Tenant = "11111111-2222-3333-4444-555555555555";
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly SemaphoreSlim _machine = new(1, 1);
    private WebApplication? _app;

    /// <summary>The authority: https.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>The identity endpoint of a machine: http.</summary>
    public string Identity { get; private set; } = "";

    /// <summary>The forms that were posted and the queries that were sent, by client id.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<IReadOnlyDictionary<string, string>>> Asked { get; } = new();

    /// <summary>Answers that take the place of a token, by client id: an AADSTS message.</summary>
    public ConcurrentDictionary<string, string> Refusals { get; } = new();

    /// <summary>For how many seconds a client's next tokens are really good, although they claim an hour.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<int>> Lifetimes { get; } = new();

    /// <summary>What a client gets in place of a made-up token, which claims to expire soon.</summary>
    public ConcurrentDictionary<string, string> Tokens { get; } = new();

    public async Task StartAsync(CancellationToken ct)
    {
        await _starting.WaitAsync(ct);
        try
        {
            if (_app is null)
            {
                await LaunchAsync(ct);
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>
    /// Runs something on a machine that has a managed identity. The SDK reads that from the process, so one at a time.
    /// </summary>
    public async Task AsMachineIdentityAsync(Func<Task> act)
    {
        await _machine.WaitAsync();
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", Identity);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", "header");
        try
        {
            await act();
        }
        finally
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
            _machine.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _starting.Dispose();
        _machine.Dispose();
    }

    private async Task LaunchAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(TestCertificate.Instance));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.MapPost(
            "/{tenant}/oauth2/v2.0/token",
            async (HttpContext http) =>
                await AnswerAsync(
                    http,
                    (await http.Request.ReadFormAsync(http.RequestAborted)).ToDictionary(
                        f => f.Key,
                        f => f.Value.ToString()
                    )
                )
        );
        app.MapGet(
            "/msi/token",
            (HttpContext http) =>
                AnswerAsync(http, http.Request.Query.ToDictionary(f => f.Key, f => f.Value.ToString()))
        );
        await app.StartAsync(ct);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Authority = addresses.Single(a => a.StartsWith("https:", StringComparison.Ordinal)) + "/";
        Identity = addresses.Single(a => a.StartsWith("http:", StringComparison.Ordinal)) + "/msi/token";
        _app = app;
    }

    private async Task AnswerAsync(HttpContext http, IReadOnlyDictionary<string, string> asked)
    {
        var client = asked.GetValueOrDefault("client_id", "system");
        Asked.GetOrAdd(client, _ => []).Enqueue(asked);
        if (Refusals.TryGetValue(client, out var refusal))
        {
            http.Response.StatusCode = 401;
            await http.Response.WriteAsJsonAsync(
                new
                {
                    error = "invalid_client",
                    error_description = refusal,
                    error_codes = Array.Empty<int>(),
                },
                http.RequestAborted
            );
            return;
        }

        if (Tokens.TryGetValue(client, out var token))
        {
            await http.Response.WriteAsJsonAsync(
                new
                {
                    token_type = "Bearer",
                    expires_in = 10,
                    access_token = token,
                },
                http.RequestAborted
            );
            return;
        }

        var seconds = Lifetimes.TryGetValue(client, out var queue) && queue.TryDequeue(out var next) ? next : 3600;
        await http.Response.WriteAsJsonAsync(
            new
            {
                token_type = "Bearer",
                expires_in = 3600,
                expires_on = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600}",
                access_token = Token(seconds),
                resource = "https://storage.azure.com",
            },
            http.RequestAborted
        );
    }

    private static string Token(int seconds)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return string.Join(
            '.',
            Part("""{"alg":"RS256","typ":"JWT"}"""),
            Part(
                $$"""{"aud":"https://storage.azure.com","iss":"https://sts.windows.net/{{Tenant}}/","iat":{{now - 60}},"nbf":{{now - 60}},"exp":{{now + seconds}},"oid":"{{Guid.NewGuid()}}","sub":"s","tid":"{{Tenant}}","ver":"1.0"}"""
            ),
            "c2ln"
        );
        static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }
}
