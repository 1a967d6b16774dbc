namespace Cairn.Bench.Artifacts;

/// <summary>What to measure of the artifact proxy.</summary>
/// <param name="Cairn">The executable of the server, which the benchmark starts itself.</param>
/// <param name="Blob">An emulator's endpoint with its account: <c>http://127.0.0.1:10000/devstoreaccount1</c>.</param>
/// <param name="Mebibytes">The size of the file that is sent and fetched.</param>
/// <param name="Rate">What the relay lets through each way, in megabytes a second.</param>
/// <param name="Blobs">How many blobs are listed and deleted.</param>
/// <param name="Only">Parts to run: <c>direct</c>, <c>relay</c>, <c>many</c>; empty runs all.</param>
internal sealed record ArtifactsSettings(
    string Cairn,
    Uri Blob,
    int Mebibytes,
    int Rate,
    int Blobs,
    IReadOnlySet<string> Only
)
{
    /// <summary>Whether a part is to be run.</summary>
    public bool Wants(string part) => Only.Count == 0 || Only.Contains(part);
}
