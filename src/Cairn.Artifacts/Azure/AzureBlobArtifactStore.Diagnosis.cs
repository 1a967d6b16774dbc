using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Azure;
using Cairn.Artifacts.Azure.Diagnosis;
using Cairn.Artifacts.Azure.Failures;
using Cairn.Artifacts.Azure.Transfers;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure;

/// <summary>What can be told of the account with the credential at hand.</summary>
internal sealed partial class AzureBlobArtifactStore : IStoreDiagnosis
{
    private static readonly TimeSpan _mostSkew = TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<StoreFinding> DiagnoseAsync([EnumeratorCancellation] CancellationToken ct)
    {
        yield return new("storage credential", true, account.Credential.Source);
        (string Check, Func<CancellationToken, Task<string>> Look)[] steps =
        [
            ("storage address", AddressAsync),
            ("storage token", TokenAsync),
            ("storage connection", ConnectAsync),
            ("clock", ClockAsync),
            ("storage container", ContainerAsync),
        ];
        foreach (var (check, look) in steps)
        {
            var finding = await FindAsync(check, look);
            yield return finding;
            if (finding.IsGood == false)
            {
                yield break; // What follows would fail for the same reason.
            }
        }

        foreach (var (check, look) in new AccountFacts(location, account, options, _container).All)
        {
            yield return await InformAsync(check, look);
        }

        async Task<StoreFinding> FindAsync(string check, Func<CancellationToken, Task<string>> look)
        {
            try
            {
                return new(check, true, await look(ct));
            }
            catch (CairnException e)
            {
                return new(check, false, e.Message);
            }
            catch (Exception e) when (AzureFailures.IsAzure(e, ct))
            {
                return new(check, false, failures.Translate(e).Message);
            }
        }

        async Task<StoreFinding> InformAsync(string check, Func<CancellationToken, Task<string>> look)
        {
            try
            {
                return new(check, null, await look(ct));
            }
            catch (Exception e) when (AzureFailures.IsAzure(e, ct))
            {
                return new(check, null, "not readable with this credential");
            }
        }
    }

    private async Task<string> TokenAsync(CancellationToken ct) =>
        account.Credential.Token is { } token
            ? $"good until {(await token.GetTokenAsync(new(["https://storage.azure.com/.default"]), ct)).ExpiresOn:yyyy-MM-dd HH:mm} UTC"
            : "none is needed";

    private async Task<string> ContainerAsync(CancellationToken ct)
    {
        await MakeContainerAsync(ct);
        _ = await BlobReading.FindAsync(_container.GetBlobClient(".cairn-doctor"), ct);
        return location.Container;
    }

    private async Task<string> AddressAsync(CancellationToken ct)
    {
        try
        {
            return string.Join(
                ", ",
                (await Dns.GetHostAddressesAsync(location.Service.Host, ct)).Select(address => address.ToString())
            );
        }
        catch (SocketException)
        {
            throw CairnException.Unavailable(AzureFailures.NoAddress(location.Service.Host));
        }
    }

    /// <summary>Any answer will do: it comes over a connection whose certificate was trusted.</summary>
    private async Task<string> ConnectAsync(CancellationToken ct)
    {
        try
        {
            _ = await account.Service.GetPropertiesAsync(ct);
        }
        catch (RequestFailedException e) when (e.Status != 0)
        {
            // It answered.
        }

        return location.Service.Scheme == "https" ? "answers over TLS" : "answers, without TLS";
    }

    private async Task<string> ClockAsync(CancellationToken ct)
    {
        Response response;
        try
        {
            response = (await _container.GetPropertiesAsync(cancellationToken: ct)).GetRawResponse();
        }
        catch (RequestFailedException e) when (e.GetRawResponse() is { } refused)
        {
            response = refused;
        }

        var skew = response.Headers.Date is { } theirs ? TimeProvider.System.GetUtcNow() - theirs : TimeSpan.Zero;
        return skew.Duration() < _mostSkew
            ? $"within {Math.Max(1, Math.Ceiling(skew.Duration().TotalSeconds)):0} s of Azure's"
            : throw CairnException.Unavailable(AzureFailures.WrongClock(skew));
    }
}
