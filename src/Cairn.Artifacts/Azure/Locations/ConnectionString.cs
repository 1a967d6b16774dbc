using Cairn.Azure.Clouds;
using Cairn.Azure.Settings;
using Cairn.Azure.Troubles;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Locations;

/// <summary>A storage account's connection string. Messages about a malformed one never repeat a value.</summary>
internal sealed record ConnectionString(string? Account, string? Key, string? Sas, Uri? Endpoint)
{
    private const string EmulatorAccount = "devstoreaccount1";

    // Published by Microsoft: the same for every emulator, and of no use elsewhere.
    private const string EmulatorKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static ConnectionString Parse(AzureSecret secret)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (
            var part in secret.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Malformed(secret, "a part of it is no NAME=VALUE");
            }

            fields[part[..equals].Trim()] = part[(equals + 1)..].Trim();
        }

        if (Field("UseDevelopmentStorage") is "true" or "True")
        {
            return new(EmulatorAccount, EmulatorKey, null, new($"http://127.0.0.1:10000/{EmulatorAccount}"));
        }

        var (account, key, sas) = (Field("AccountName"), Field("AccountKey"), Field("SharedAccessSignature"));
        var endpoint =
            Field("BlobEndpoint") is { } text ? Absolute(text)
            : account is null ? null
            : Absolute(
                $"{Field("DefaultEndpointsProtocol") ?? "https"}://{account}.blob.{Field("EndpointSuffix") ?? AzureCloud.Global.StorageSuffix}"
            );
        account ??= endpoint is null
            ? throw Malformed(secret, "it has neither AccountName nor BlobEndpoint")
            : AccountOf(endpoint);
        if (key is null && sas is null)
        {
            throw Malformed(secret, "it has neither AccountKey nor SharedAccessSignature");
        }

        return key is null || IsBase64(key)
            ? new(account, key, sas?.TrimStart('?'), endpoint)
            : throw Malformed(secret, "its AccountKey is not base64");

        string? Field(string name) => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

        Uri Absolute(string url) =>
            Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
                ? new(uri.AbsoluteUri.TrimEnd('/'))
                : throw Malformed(secret, "its BlobEndpoint is no URL");
    }

    /// <summary>Whether an account key has the right form.</summary>
    public static bool IsBase64(string key) =>
        key.Length > 0 && Convert.TryFromBase64String(key, new byte[key.Length], out _);

    private static string AccountOf(Uri endpoint) =>
        StorageHost.IsPathStyle(endpoint) ? endpoint.AbsolutePath.Trim('/').Split('/')[0] : endpoint.Host.Split('.')[0];

    private static CairnException Malformed(AzureSecret secret, string what) =>
        CairnException.Invalid(
            $"{secret.Source} is no connection string: {what}. Expected DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net; `az storage account show-connection-string` prints it.".See(
                "malformed-connection-string"
            )
        );
}
