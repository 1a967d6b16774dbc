using Cairn.Core.Metrics.Series;
using CsCheck;

namespace Cairn.UnitTests.Metrics.Series;

public sealed class SeriesThinningTests
{
    private static IReadOnlyList<SeriesPoint> Thin(int width, IEnumerable<SeriesPoint> points)
    {
        var thinning = new SeriesThinning(SeriesAxis.Step, width);
        foreach (var point in points)
        {
            thinning.Add(point);
        }

        return thinning.Points();
    }

    [Fact]
    public void Points_OfAShortHistory_AreAllOfIt()
    {
        SeriesPoint[] points = [.. Enumerable.Range(0, 200).Select(i => new SeriesPoint(i, 1000 + i, Math.Sin(i)))];
        Thin(100, points).ShouldBe(points);
    }

    [Fact]
    public void Points_OfALongHistory_KeepEndsAndExtremesOfEachPixel()
    {
        SeriesPoint[] points =
        [
            .. Enumerable
                .Range(0, 100_000)
                .Select(i => new SeriesPoint(
                    i,
                    i,
                    i is 31_337 ? 9
                        : i is 77_777 ? -9
                        : Math.Sin(i)
                )),
        ];
        var thinned = Thin(400, points);
        thinned.Count.ShouldBeInRange(400, 4 * 800);
        thinned[0].ShouldBe(points[0]);
        thinned[^1].ShouldBe(points[^1]);
        for (var pixel = 0; pixel < 400; pixel++)
        {
            // A kept cell is at most a pixel wide: so the extremes of each pixel are kept, or better ones beside it.
            var all = points[(pixel * 250)..((pixel + 1) * 250)];
            var near = thinned.Where(p => p.Step >= (pixel - 1) * 250 && p.Step < (pixel + 2) * 250).ToList();
            near.Max(p => p.Value).ShouldBeGreaterThanOrEqualTo(all.Max(p => p.Value));
            near.Min(p => p.Value).ShouldBeLessThanOrEqualTo(all.Min(p => p.Value));
        }
    }

    [Fact]
    public void Points_WithNanAndInfinities_KeepThemAndTheFiniteExtremes() =>
        Thin(
                1,
                [
                    new(0, 0, 0),
                    new(1, 1, double.PositiveInfinity),
                    new(2, 2, 5),
                    new(3, 3, double.NaN),
                    new(4, 4, double.NegativeInfinity),
                    new(5, 5, -5),
                    new(6, 6, 1),
                    new(7, 7, 0),
                ]
            )
            .Select(p => p.Value)
            .ShouldBe([0, double.PositiveInfinity, 5, double.NaN, double.NegativeInfinity, -5, 1, 0]);

    [Fact]
    public void Points_OverAllSteps_KeepBothEnds() =>
        Thin(10, [new(long.MaxValue, 0, 1), new(0, 0, 2), new(long.MinValue, 0, 3)])
            .Select(p => p.Step)
            .ShouldBe([long.MinValue, 0, long.MaxValue]);

    [Fact]
    public void Clear_BetweenSeries_LeavesNothing()
    {
        var thinning = new SeriesThinning(SeriesAxis.Step, 4);
        for (var i = 0; i < 1000; i++)
        {
            thinning.Add(new(i, 0, i));
        }

        thinning.Clear();
        thinning.Add(new(5, 6, 7));
        thinning.Points().ShouldBe([new SeriesPoint(5, 6, 7)]);
        thinning.Total.ShouldBe(1);
    }

    [Fact]
    public void Points_InAnyOrder_AreInOrderAndHoldTheEndsAndExtremes() =>
        Gen.Select(Gen.Int[1, 20], Gen.Select(Gen.Int[-5000, 5000], Gen.Double[-1, 1]).Array[1, 300])
            .Sample(
                (width, pairs) =>
                {
                    var points = pairs.Select(p => new SeriesPoint(p.Item1, 0, p.Item2)).ToList();
                    var thinned = Thin(width, points);
                    return thinned.Select(p => p.Step).SequenceEqual(thinned.Select(p => p.Step).Order())
                        && thinned.Count <= 4 * 2 * width
                        && thinned[0].Step == points.Min(p => p.Step)
                        && thinned[^1].Step == points.Max(p => p.Step)
                        && thinned.Min(p => p.Value) == points.Min(p => p.Value)
                        && thinned.Max(p => p.Value) == points.Max(p => p.Value)
                        && thinned.All(points.Contains);
                }
            );
}
