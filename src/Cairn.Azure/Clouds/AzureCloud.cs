namespace Cairn.Azure.Clouds;

/// <summary>One of Azure's clouds: what its storage hosts end with, and who signs its tokens.</summary>
/// <param name="StorageSuffix">What follows <c>account.blob.</c> in its hosts.</param>
/// <param name="Authority">The host of its Entra ID.</param>
/// <param name="Management">Its Resource Manager.</param>
internal sealed record AzureCloud(string StorageSuffix, Uri Authority, Uri Management)
{
    /// <summary>The global cloud.</summary>
    public static AzureCloud Global { get; } =
        new("core.windows.net", new("https://login.microsoftonline.com/"), new("https://management.azure.com/"));

    private static readonly AzureCloud[] _all =
    [
        Global,
        new(
            "core.chinacloudapi.cn",
            new("https://login.chinacloudapi.cn/"),
            new("https://management.chinacloudapi.cn/")
        ),
        new(
            "core.usgovcloudapi.net",
            new("https://login.microsoftonline.us/"),
            new("https://management.usgovcloudapi.net/")
        ),
        // accounts with a DNS zone: account.z01.blob.storage.azure.net
        new("storage.azure.net", Global.Authority, Global.Management),
    ];

    /// <summary>The cloud that a storage host belongs to; null when it is none of Azure's.</summary>
    public static AzureCloud? OfHost(string host) =>
        Array.Find(_all, cloud => host.EndsWith("." + cloud.StorageSuffix, StringComparison.OrdinalIgnoreCase));
}
