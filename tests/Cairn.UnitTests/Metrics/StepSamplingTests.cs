using Cairn.Core.Metrics;

namespace Cairn.UnitTests.Metrics;

public sealed class StepSamplingTests
{
    [Theory]
    [InlineData(4, 4, new long[] { 0, 1, 2, 3 })]
    [InlineData(4, 2, new long[] { 0, 2, 3 })]
    [InlineData(40, 5, new long[] { 0, 8, 16, 24, 32, 39 })]
    [InlineData(40, 1, new long[] { 0, 39 })]
    public void Sample_OfARangeOrItsList_IsTheSame(int count, int most, long[] expected)
    {
        IReadOnlyList<long> range = StepRange.Of(count, 0, count - 1),
            list = [.. Enumerable.Range(0, count).Select(i => (long)i)];
        StepSampling.Sample([range], most).Order().ShouldBe(expected);
        StepSampling.Sample([list], most).Order().ShouldBe(expected);
    }

    [Fact]
    public void Sample_OfSeveralRuns_KeepsEachRunsEnds() =>
        StepSampling
            .Sample([StepRange.Of(10, 0, 9), StepRange.Of(3, 100, 102)], 2)
            .ShouldBe([0L, 6L, 9L, 100L, 102L], ignoreOrder: true);

    [Theory]
    [InlineData(3, 0, 2, false)]
    [InlineData(3, 0, 5, true)]
    [InlineData(0, 0, 0, false)]
    [InlineData(2, long.MinValue, long.MaxValue, true)]
    public void HasGaps_WhenStepsAreMissing(long count, long first, long last, bool hasGaps) =>
        StepRange.Of(count, first, last).HasGaps.ShouldBe(hasGaps);
}
