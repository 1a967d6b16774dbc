namespace Cairn.Core.Metrics.Series;

/// <summary>What a pixel keeps of its points.</summary>
internal struct ThinnedCell
{
    private Kept _first;
    private Kept _last;
    private Kept _smallest;
    private Kept _largest;
    private Kept _nan;
    private Kept _positiveInfinity;
    private Kept _negativeInfinity;

    /// <summary>A point and its number among all points, which tells points apart. Number 0 is no point.</summary>
    internal readonly record struct Kept(SeriesPoint Point, long Number)
    {
        public bool IsSet => Number > 0;

        public int CompareTo(in Kept other, SeriesAxis axis)
        {
            var (step, time) = (Point.Step.CompareTo(other.Point.Step), Point.Time.CompareTo(other.Point.Time));
            var (first, second) = axis == SeriesAxis.Step ? (step, time) : (time, step);
            return first != 0 ? first
                : second != 0 ? second
                : Number.CompareTo(other.Number);
        }
    }

    public void Add(in SeriesPoint point, long number, SeriesAxis axis)
    {
        var kept = new Kept(point, number);
        Ends(kept, axis);
        Extremes(kept);
    }

    public void Merge(in ThinnedCell other, SeriesAxis axis)
    {
        Ends(other._first, axis);
        Ends(other._last, axis);
        Extremes(other._smallest);
        Extremes(other._largest);
        Extremes(other._nan);
        Extremes(other._positiveInfinity);
        Extremes(other._negativeInfinity);
    }

    /// <summary>Replaces the list by the points of this cell, each once, in order.</summary>
    public readonly void CopyTo(List<Kept> points, SeriesAxis axis)
    {
        points.Clear();
        foreach (
            var kept in (ReadOnlySpan<Kept>)
                [_first, _smallest, _largest, _nan, _positiveInfinity, _negativeInfinity, _last]
        )
        {
            if (kept.IsSet && !points.Exists(p => p.Number == kept.Number))
            {
                points.Add(kept);
            }
        }

        points.Sort((a, b) => a.CompareTo(b, axis));
    }

    private void Ends(in Kept kept, SeriesAxis axis)
    {
        if (!kept.IsSet)
        {
            return;
        }

        if (!_first.IsSet || kept.CompareTo(_first, axis) < 0)
        {
            _first = kept;
        }

        if (!_last.IsSet || kept.CompareTo(_last, axis) > 0)
        {
            _last = kept;
        }
    }

    private void Extremes(in Kept kept)
    {
        if (!kept.IsSet)
        {
            return;
        }

        var value = kept.Point.Value;
        if (!double.IsFinite(value))
        {
            ref var known = ref NotFinite(ref this, value);
            known = known.IsSet ? known : kept;
            return;
        }

        if (!_smallest.IsSet || value < _smallest.Point.Value)
        {
            _smallest = kept;
        }

        if (!_largest.IsSet || value > _largest.Point.Value)
        {
            _largest = kept;
        }
    }

    private static ref Kept NotFinite(ref ThinnedCell cell, double value)
    {
        if (double.IsNaN(value))
        {
            return ref cell._nan;
        }

        return ref value > 0 ? ref cell._positiveInfinity : ref cell._negativeInfinity;
    }
}
