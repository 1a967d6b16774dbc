using System.Net;
using System.Text.RegularExpressions;
using System.Web;
using Azure.Core;
using Azure.Storage.Sas;
using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Artifacts.Azure.Locations;
using Cairn.Core.Artifacts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.UnitTests.Artifacts;

/// <summary>When signed URLs begin and end.</summary>
public sealed partial class AzureSigningTests
{
    private static readonly Uri _blob = new("https://acc.blob.core.windows.net/abc/f");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-120)]
    [InlineData(0)]
    [InlineData(45)]
    public async Task SignDownload_ThisClockIsWrong_TimesAreTheStorages(int minutesOff)
    {
        var theirs = TimeProvider.System.GetUtcNow().AddMinutes(minutesOff);
        using var azure = new AzureBehindHandler(
            (_, _) =>
            {
                var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([1]) };
                answer.Headers.Date = theirs;
                answer.Headers.ETag = new("\"1\"");
                return Task.FromResult(answer);
            }
        );
        var store = azure.Open(
            new() { ["AZURE_STORAGE_KEY"] = "a2V5" },
            change: o => o with { NetworkTimeout = TimeSpan.FromSeconds(30) }
        );
        var signed = await ((ISignedDownloads)store).SignDownloadAsync(
            ArtifactPath.Parse("f"),
            new("text/plain", "attachment", TimeSpan.FromMinutes(5)),
            Ct
        );
        var (start, end) = Times(new(signed.Request.Url));
        (end - theirs).TotalMinutes.ShouldBe(5, 1);
        (theirs - start).TotalMinutes.ShouldBe(15, 1);
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(86_400, 86_400)]
    [InlineData(604_800, 604_800 - 900)]
    public async Task Sign_ByDelegation_EndsWithAKeyThatAzureGives(int seconds, int expected)
    {
        var asked = new List<TimeSpan>();
        using var azure = new AzureBehindHandler(
            async (request, ct) =>
            {
                var times = Time()
                    .Matches(await request.Content!.ReadAsStringAsync(ct))
                    .Select(m => DateTimeOffset.Parse(m.Value, null))
                    .ToList();
                asked.Add(times[1] - times[0]);
                var (start, end) = ($"{times[0]:yyyy-MM-ddTHH:mm:ssZ}", $"{times[1]:yyyy-MM-ddTHH:mm:ssZ}");
                return new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent(
                        $"<?xml version=\"1.0\"?><UserDelegationKey><SignedOid>{Guid.Empty}</SignedOid><SignedTid>{Guid.Empty}</SignedTid><SignedStart>{start}</SignedStart>"
                            + $"<SignedExpiry>{end}</SignedExpiry><SignedService>b</SignedService><SignedVersion>2023-11-03</SignedVersion><Value>a2V5</Value></UserDelegationKey>",
                        null,
                        "application/xml"
                    ),
                };
            }
        );
        var location = new ContainerLocation(new("https://acc.blob.core.windows.net"), "acc", "abc", null, false);
        var options = azure.Options([]) with { NetworkTimeout = TimeSpan.FromSeconds(30) };
        using var account = new AzureAccount(
            location,
            AzureCredential.OfToken(new("the test", new(() => new Always()))),
            options,
            TimeProvider.System,
            NullLogger.Instance
        );
        for (var i = 0; i < 2; i++)
        {
            var url = await account.Signatures.SignAsync(
                _blob,
                "abc",
                "f",
                BlobSasPermissions.Read,
                TimeSpan.FromSeconds(seconds),
                null,
                Ct
            );
            (Times(url).End - TimeProvider.System.GetUtcNow()).TotalSeconds.ShouldBe(expected, 60);
        }

        asked.Count.ShouldBe(1);
        asked[0].ShouldBeLessThanOrEqualTo(TimeSpan.FromDays(7));
    }

    private static (DateTimeOffset Start, DateTimeOffset End) Times(Uri url)
    {
        var query = HttpUtility.ParseQueryString(url.Query);
        return (DateTimeOffset.Parse(query["st"]!, null), DateTimeOffset.Parse(query["se"]!, null));
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Time();

    private sealed class Always : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => new(new AccessToken("token", TimeProvider.System.GetUtcNow().AddDays(1)));
    }
}
