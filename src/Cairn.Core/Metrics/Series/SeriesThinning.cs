namespace Cairn.Core.Metrics.Series;

/// <summary>
/// Thins a history to the width of a chart while it is read, in one pass and in constant memory. Each pixel keeps its
/// first, last, smallest and largest point, and one point each that is not a number or infinite, so that the chart
/// looks as if all points were drawn.
/// </summary>
/// <remarks>
/// A cell covers 2^shift places. When the points no longer fit into the cells, the cells double in size and merge in
/// pairs; so the range need not be known beforehand, and points may come in any order.
/// </remarks>
/// <param name="axis">What the points are placed by.</param>
/// <param name="width">The width of the chart in pixels.</param>
public sealed class SeriesThinning(SeriesAxis axis, int width)
{
    // Twice the width: after cells doubled, there are still as many as pixels.
    private readonly ThinnedCell[] _cells = new ThinnedCell[2 * width];
    private long _base;
    private int _used;
    private int _shift;

    /// <summary>How many points were added.</summary>
    public long Total { get; private set; }

    /// <summary>Adds a point.</summary>
    public void Add(in SeriesPoint point)
    {
        var place = Place(point);
        if (_used == 0)
        {
            _base = place >> _shift;
            _used = 1;
        }

        var index = Fit(place);
        _cells[index].Add(point, ++Total, axis);
    }

    /// <summary>The points to draw, in order.</summary>
    public IReadOnlyList<SeriesPoint> Points()
    {
        var points = new List<SeriesPoint>(_used * 2);
        var scratch = new List<ThinnedCell.Kept>(7);
        for (var i = 0; i < _used; i++)
        {
            _cells[i].CopyTo(scratch, axis);
            foreach (var kept in scratch)
            {
                points.Add(kept.Point);
            }
        }

        return points;
    }

    /// <summary>Forgets all points, for the next series.</summary>
    public void Clear()
    {
        Array.Clear(_cells, 0, _used);
        (_base, _used, _shift, Total) = (0, 0, 0, 0);
    }

    private long Place(in SeriesPoint point) => axis == SeriesAxis.Step ? point.Step : point.Time;

    /// <summary>The index of the cell of a place, after making room for it.</summary>
    private int Fit(long place)
    {
        while (true)
        {
            var cell = place >> _shift;
            var first = Math.Min(_base, cell);
            var last = Math.Max(_base + _used - 1, cell);
            if ((UInt128)((Int128)last - first) < (UInt128)_cells.Length)
            {
                MakeRoom((int)(_base - first), (int)(last - first + 1));
                _base = first;
                return (int)(cell - first);
            }

            Double();
        }
    }

    private void MakeRoom(int before, int used)
    {
        if (before > 0)
        {
            Array.Copy(_cells, 0, _cells, before, _used);
            Array.Clear(_cells, 0, before);
        }

        _used = used;
    }

    private void Double()
    {
        var odd = (int)(_base & 1);
        var used = (_used + odd + 1) / 2;
        for (var i = 0; i < used; i++)
        {
            var left = (2 * i) - odd;
            var merged = left < 0 ? default : _cells[left];
            if (left + 1 < _used)
            {
                merged.Merge(_cells[left + 1], axis);
            }

            _cells[i] = merged;
        }

        Array.Clear(_cells, used, _used - used);
        _base >>= 1;
        _used = used;
        _shift++;
    }
}
