using Azure.Storage;

namespace Cairn.Artifacts.Azure.Credentials;

/// <summary>An account key that signs more than the Blob library's own requests.</summary>
internal sealed class SigningKey(string account, string key) : StorageSharedKeyCredential(account, key)
{
    /// <summary>The signature of a text.</summary>
    public string Sign(string text) => ComputeSasSignature(this, text);
}
