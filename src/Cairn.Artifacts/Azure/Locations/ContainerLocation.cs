using Cairn.Azure.Clouds;

namespace Cairn.Artifacts.Azure.Locations;

/// <summary>A container, after the URI and the settings were weighed.</summary>
/// <param name="Service">The account's endpoint without a slash at its end:
/// <c>https://account.blob.core.windows.net</c>, or <c>http://127.0.0.1:10000/account</c>.</param>
/// <param name="Account">The storage account.</param>
/// <param name="Container">The container.</param>
/// <param name="Sas">The signature that the URI brings; null when it brings none.</param>
/// <param name="IsDfs">Whether <paramref name="Service"/> speaks the protocol of ADLS Gen2 and not that of
/// Blob.</param>
internal sealed record ContainerLocation(Uri Service, string Account, string Container, string? Sas, bool IsDfs)
{
    /// <summary>
    /// Whether the URI itself names a host that is not Azure's. No request may be sent there because a client wrote it:
    /// not even with a signature of its own, for the answer would tell what only this server can reach.
    /// </summary>
    public bool IsForeign { get; init; }

    /// <summary>
    /// Two configured addresses that disagree, named; null when there are none. Such a location is never used, because
    /// either address could be the wrong one.
    /// </summary>
    public string? Contradiction { get; init; }

    /// <summary>The cloud whose Entra ID signs this account's tokens.</summary>
    public AzureCloud Cloud => AzureCloud.OfHost(Service.Host) ?? AzureCloud.Global;

    /// <summary>The location as messages and logs name it: without the signature.</summary>
    public override string ToString() => $"{Service.AbsoluteUri.TrimEnd('/')}/{Container}";
}
