using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Artifacts;
using Cairn.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.UnitTests.Artifacts;

public sealed class StoreCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_NobodyForesawTheFailure_ServerGoesOnAndStateIsFailing()
    {
        using var check = Check(new());
        await check.StartAsync(Ct);
        await check.ExecuteTask!;
        check.State.Status.ShouldBe("failing");
    }

    [Fact]
    public async Task Start_StoreIsRequired_IsAFailureThatCanBeTold()
    {
        using var check = Check(new() { RequireStore = true });
        await Should.ThrowAsync<CairnException>(() => check.StartAsync(Ct));
    }

    private static StoreCheck Check(ServerOptions options) =>
        new(new ArtifactStores([new Surprising()], options), options, NullLogger<StoreCheck>.Instance);

    private sealed class Surprising : IArtifactStoreFactory
    {
        public bool Handles(ArtifactUri uri) => true;

        public ArtifactPlace Open(ArtifactUri uri) => throw new AggregateException(new TaskCanceledException());
    }
}
