using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Azure.Identity;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Azure.Tokens;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Api;
using Cairn.UnitTests.Architecture;
using Cairn.UnitTests.Artifacts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.UnitTests.Docs;

/// <summary>
/// Each row of the troubleshooting table is an error that Cairn prints, and that error points to its row.
/// </summary>
public sealed partial class TroubleshootingTests
{
    private static readonly ArtifactPath _file = ArtifactPath.Parse("d/f");
    private static readonly Dictionary<string, string> _key = new() { ["AZURE_STORAGE_KEY"] = "a2V5" };
    private static readonly IReadOnlyList<Trouble> _troubles = Trouble.ReadAll(
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "azure.md"))
    );

    private static readonly Dictionary<string, Func<Task<CairnException>>> _errors = new()
    {
        ["authentication-failed"] = () => AnswerAsync(403, "AuthenticationFailed"),
        ["signature-expired"] = () =>
            AnswerAsync(
                403,
                "AuthenticationFailed",
                uri: "https://acc.blob.core.windows.net/abc?se=2020-01-01T00%3A00%3A00Z&sig=x"
            ),
        ["wrong-clock"] = () => AnswerAsync(403, "AuthenticationFailed", age: TimeSpan.FromHours(1)),
        ["wrong-tenant"] = () =>
            AnswerAsync(401, "InvalidAuthenticationInfo", "Issuer validation failed. Issuer did not match."),
        ["no-credential"] = () =>
            Task.FromResult(
                new CairnException(
                    ErrorCode.Unauthenticated,
                    EntraFailures.Explain(new CredentialUnavailableException("none"), "acc", "nothing")
                )
            ),
        ["malformed-key"] = () => AnswerAsync(200, "", variables: new() { ["AZURE_STORAGE_KEY"] = "$STORAGE_KEY" }),
        ["malformed-connection-string"] = () =>
            AnswerAsync(
                200,
                "",
                variables: new() { ["AZURE_STORAGE_CONNECTION_STRING"] = "DefaultEndpointsProtocol=https" }
            ),
        ["incomplete-identity"] = () => AnswerAsync(200, "", variables: new() { ["AZURE_CLIENT_SECRET"] = "s" }),
        ["unreadable-secret"] = () =>
            AnswerAsync(200, "", variables: new() { ["AZURE_STORAGE_KEY_FILE"] = "/none/such" }),
        ["sign-in-failed"] = () => SignInAsync("AADSTS90033"),
        ["wrong-client-secret"] = () => SignInAsync("AADSTS7000215"),
        ["expired-client-secret"] = () => SignInAsync("AADSTS7000222"),
        ["unknown-application"] = () => SignInAsync("AADSTS700016"),
        ["unknown-tenant"] = () => SignInAsync("AADSTS90002"),
        ["unknown-certificate"] = () => SignInAsync("AADSTS700027"),
        ["no-federated-credential"] = () => SignInAsync("AADSTS700213"),
        ["expired-assertion"] = () => SignInAsync("AADSTS700024"),
        ["conditional-access"] = () => SignInAsync("AADSTS53003"),
        ["token-over-http"] = () =>
            AnswerAsync(200, "", variables: new(Principal) { ["AZURE_STORAGE_ENDPOINT"] = "http://storage.local" }),
        ["database-token"] = DatabaseTokenAsync,
        ["permission-denied"] = () => AnswerAsync(403, "AuthorizationPermissionMismatch"),
        ["account-firewall"] = () => AnswerAsync(403, "AuthorizationFailure"),
        ["keys-not-allowed"] = () => AnswerAsync(403, "KeyBasedAuthenticationNotPermitted"),
        ["account-disabled"] = () => AnswerAsync(403, "AccountIsDisabled"),
        ["encryption-key"] = () => AnswerAsync(403, "KeyVaultEncryptionKeyNotFound"),
        ["foreign-host"] = () => AnswerAsync(200, "", uri: "wasbs://abc@storage.evil.example"),
        ["no-answer"] = () => ThrownAsync(new OperationCanceledException()),
        ["no-address"] = () => ThrownAsync(new SocketException((int)SocketError.HostNotFound)),
        ["connection-refused"] = () => ThrownAsync(new SocketException((int)SocketError.ConnectionRefused)),
        ["no-way-there"] = () => ThrownAsync(new SocketException((int)SocketError.NetworkUnreachable)),
        ["untrusted-certificate"] = () => ThrownAsync(new AuthenticationException("untrusted root")),
        ["broken-connection"] = () => ThrownAsync(new IOException("reset")),
        ["busy"] = () => AnswerAsync(503, "ServerBusy"),
        ["container-not-found"] = () => AnswerAsync(404, "ContainerNotFound"),
        ["container-being-deleted"] = () => AnswerAsync(409, "ContainerBeingDeleted"),
        ["archived"] = () => AnswerAsync(409, "BlobArchived"),
        ["rehydrating"] = () => AnswerAsync(409, "BlobBeingRehydrated"),
        ["soft-deleted"] = () =>
            DeletedAsync(
                "<Deleted>true</Deleted><Properties><RemainingRetentionDays>5</RemainingRetentionDays></Properties>"
            ),
        ["kept-as-version"] = () =>
            DeletedAsync(
                "<HasVersionsOnly>true</HasVersionsOnly><VersionId>2026-01-01T00:00:00.0000000Z</VersionId><Properties />"
            ),
        ["lease"] = () => AnswerAsync(412, "LeaseIdMissing"),
        ["immutable"] = () => AnswerAsync(409, "BlobImmutableDueToPolicy"),
        ["file-or-folder"] = () => AnswerAsync(409, "PathConflict"),
        ["path-too-long"] = () => AnswerAsync(400, "InvalidUri"),
        ["too-large"] = () =>
            Should.ThrowAsync<CairnException>(async () =>
            {
                using var azure = Answering(200, "", "", default);
                await azure
                    .Open(_key)
                    .WriteAsync(_file, Stream.Null, new(null, long.MaxValue), TestContext.Current.CancellationToken);
            }),
        ["malformed-uri"] = () => AnswerAsync(200, "", uri: "wasbs://Not_A_Container@acc.blob.core.windows.net"),
        ["contradiction"] = () =>
            AnswerAsync(
                200,
                "",
                variables: new(_key) { ["AZURE_STORAGE_ENDPOINT"] = "https://other.blob.core.windows.net" }
            ),
        ["malformed-endpoint"] = () =>
            AnswerAsync(200, "", variables: new(_key) { ["AZURE_STORAGE_ENDPOINT"] = "ftp://files.example" }),
    };

    private static Dictionary<string, string> Principal =>
        new()
        {
            ["AZURE_CLIENT_ID"] = "c",
            ["AZURE_TENANT_ID"] = "11111111-2222-3333-4444-555555555555",
            ["AZURE_CLIENT_SECRET"] = "s",
            ["AZURE_AUTHORITY_HOST"] = "https://entra.local",
        };

    public static TheoryData<string> Rows =>
        [.. _troubles.Where(t => t.Section != Trouble.OfTheChart).Select(t => t.Anchor)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Row_IsAnErrorThatPointsToIt(string row)
    {
        _errors.Keys.ShouldContain(row, "which error is this?");
        var error = await _errors[row]();
        var trouble = _troubles.Single(t => t.Anchor == row);
        trouble.Describes(error.Message).ShouldBeTrue($"{error.Message}\nis not\n{trouble.Message}");
        error.Message.ShouldEndWith($" See /docs/azure#{row}");
        trouble.Status.Split(", ").ShouldContain($"{error.Code.HttpStatus()}");
    }

    [Fact]
    public void Pointers_LeadToRows()
    {
        var pointers = Repository
            .Sources("src")
            .SelectMany(s => Pointer().Matches(string.Join('\n', s.Lines)))
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .ToList();
        pointers.Count.ShouldBeGreaterThan(30);
        pointers.Except(_troubles.Select(t => t.Anchor)).ShouldBeEmpty();
        _troubles.Select(t => t.Anchor).ShouldBeUnique();
    }

    private static async Task<CairnException> AnswerAsync(
        int status,
        string code,
        string message = "",
        Dictionary<string, string>? variables = null,
        string uri = "wasbs://abc@acc.blob.core.windows.net",
        TimeSpan age = default
    )
    {
        using var azure = Answering(status, code, message, age);
        return await FailureAsync(azure, variables ?? _key, uri);
    }

    private static async Task<CairnException> ThrownAsync(Exception cause)
    {
        using var azure = new AzureBehindHandler(
            (_, _) => throw (cause is OperationCanceledException ? cause : new HttpRequestException("no way", cause))
        );
        return await FailureAsync(azure, _key);
    }

    private static async Task<CairnException> DeletedAsync(string kept)
    {
        using var azure = KeptBlobs.Of(("d/f", kept));
        return await FailureAsync(azure, _key);
    }

    private static async Task<CairnException> SignInAsync(string code)
    {
        using var azure = Refusing(code);
        return await FailureAsync(azure, Principal);
    }

    private static async Task<CairnException> DatabaseTokenAsync()
    {
        using var azure = Refusing("AADSTS7000215");
        var tokens = new DatabaseTokens(azure.Options(Principal).Environment, NullLogger.Instance);
        return await Should.ThrowAsync<CairnException>(async () =>
            await tokens.ForDatabaseAsync("db.postgres.database.azure.com", TestContext.Current.CancellationToken)
        );
    }

    private static Task<CairnException> FailureAsync(
        AzureBehindHandler azure,
        Dictionary<string, string> variables,
        string uri = "wasbs://abc@acc.blob.core.windows.net"
    ) =>
        Should.ThrowAsync<CairnException>(async () =>
        {
            var store = azure.Open(variables, uri, o => o with { NetworkTimeout = TimeSpan.FromMinutes(1) });
            await using var content = await store.OpenReadAsync(_file, null, TestContext.Current.CancellationToken);
        });

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    private static AzureBehindHandler Answering(int status, string code, string message, TimeSpan age) =>
        new(
            (_, _) =>
                Task.FromResult(
                    new HttpResponseMessage((HttpStatusCode)status)
                    {
                        Headers =
                        {
                            { "x-ms-error-code", code },
                            { "Date", TimeProvider.System.GetUtcNow().Subtract(age).ToString("R") },
                        },
                        Content = new StringContent(
                            $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>",
                            null,
                            "application/xml"
                        ),
                    }
                )
        );

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    private static AzureBehindHandler Refusing(string code) =>
        new(
            (_, _) =>
                Task.FromResult(
                    new HttpResponseMessage(HttpStatusCode.BadRequest)
                    {
                        Content = new StringContent(
                            $$"""{"error":"invalid_client","error_description":"{{code}}: as Entra ID puts it."}""",
                            null,
                            "application/json"
                        ),
                    }
                )
        );

    [GeneratedRegex("""\.See\(\s*"([a-z-]+)"\s*\)""")]
    private static partial Regex Pointer();
}
