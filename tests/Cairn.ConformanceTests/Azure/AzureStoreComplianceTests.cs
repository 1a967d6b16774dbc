using Cairn.ConformanceTests.Artifacts;
using Cairn.Core.Artifacts;

namespace Cairn.ConformanceTests.Azure;

/// <summary>The store over Blob, with blocks so small that uploads have several.</summary>
public sealed class AzureStoreComplianceTests(AzureFixture azure) : ArtifactStoreCompliance
{
    protected override Task<IArtifactStore> NewStoreAsync() =>
        azure.NewStoreAsync(options => options with { BlockSize = 1 << 18 });
}
