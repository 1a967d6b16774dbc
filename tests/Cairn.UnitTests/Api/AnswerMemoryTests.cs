using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Server.Api;

namespace Cairn.UnitTests.Api;

public sealed class AnswerMemoryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reserve_MoreThanThereIs_WaitsUntilItIsFreed()
    {
        using var memory = new AnswerMemory(AnswerMemory.Piece, Timeout.InfiniteTimeSpan);
        var first = await memory.ReserveAsync(AnswerMemory.Piece, Ct);
        var second = memory.ReserveAsync(1, Ct);
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Reserve_MoreThanTheServerHas_TakesAll()
    {
        using var memory = new AnswerMemory(AnswerMemory.Piece, Timeout.InfiniteTimeSpan);
        using var all = await memory.ReserveAsync(long.MaxValue >> 8, Ct);
        memory.ReserveAsync(1, Ct).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Reserve_NothingFreedInTime_IsUnavailable()
    {
        using var memory = new AnswerMemory(AnswerMemory.Piece, TimeSpan.FromMilliseconds(1));
        using var all = await memory.ReserveAsync(AnswerMemory.Piece, Ct);
        (await Should.ThrowAsync<CairnException>(() => memory.ReserveAsync(1, Ct))).Code.ShouldBe(
            ErrorCode.TemporarilyUnavailable
        );
    }

    [Fact]
    public async Task Turn_FifthAtOnce_Waits()
    {
        using var memory = new AnswerMemory(AnswerMemory.Piece, Timeout.InfiniteTimeSpan);
        var turns = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => memory.TurnAsync(Ct)));
        var fifth = memory.TurnAsync(Ct);
        fifth.IsCompleted.ShouldBeFalse();
        turns[0].Dispose();
        (await fifth).Dispose();
    }
}
