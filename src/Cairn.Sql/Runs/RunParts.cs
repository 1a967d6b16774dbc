using System.Data.Common;
using Cairn.Contracts.Metrics;
using Cairn.Contracts.Runs;
using Cairn.Sql.Engine;
using Cairn.Sql.Metrics;

namespace Cairn.Sql.Runs;

/// <summary>
/// Gathers what belongs to the runs of a page. Rows come grouped by run, mostly, so the last run found is tried first.
/// </summary>
internal sealed class RunParts
{
    /// <summary>What a metric takes in a response, in characters.</summary>
    private const int MetricText = 100;

    private readonly IReadOnlyList<RunInfo> _page;
    private readonly Dictionary<string, Parts> _parts;
    private readonly long _maxText;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private string _lastId = "";
    private Parts? _last;
    private long _text;

    /// <param name="page">The runs.</param>
    /// <param name="maxText">
    /// The most characters to keep. The methods that read return false when there are more, and stop.
    /// </param>
    public RunParts(IReadOnlyList<RunInfo> page, int maxText)
    {
        (_page, _maxText) = (page, maxText);
        _parts = new(page.Count, StringComparer.Ordinal);
        foreach (var info in page)
        {
            _parts.TryAdd(info.RunId, new());
        }
    }

    public async ValueTask<bool> ReadMetricsAsync(DbDataReader row)
    {
        while (await row.ReadAsync())
        {
            (Of(row.GetString(0)).Metrics ??= []).Add(MetricRows.Read(row, 2, Key(row)));
            if (IsFull(MetricText))
            {
                return false;
            }
        }

        return true;
    }

    public async ValueTask<bool> ReadParamsAsync(DbDataReader row)
    {
        while (await row.ReadAsync())
        {
            var value = row.GetString(2);
            (Of(row.GetString(0)).Params ??= []).Add(new() { Key = Key(row), Value = value });
            if (IsFull(value.Length))
            {
                return false;
            }
        }

        return true;
    }

    public async ValueTask<bool> ReadTagsAsync(DbDataReader row)
    {
        while (await row.ReadAsync())
        {
            var value = row.Text(2);
            (Of(row.GetString(0)).Tags ??= []).Add(new() { Key = Key(row), Value = value });
            if (IsFull(value?.Length ?? 0))
            {
                return false;
            }
        }

        return true;
    }

    public async ValueTask<bool> ReadDatasetsAsync(DbDataReader row)
    {
        var (lastInput, lastDataset) = ("", default(DatasetInput));
        while (await row.ReadAsync())
        {
            var input = row.GetString(1);
            if (input != lastInput || lastDataset is null)
            {
                lastInput = input;
                lastDataset = new() { Dataset = ReadDataset(row) };
                (Of(row.GetString(0)).Datasets ??= []).Add(lastDataset);
                if (IsFull(TextOf(lastDataset.Dataset)))
                {
                    return false;
                }
            }

            if (row.Text(8) is { } tag)
            {
                (lastDataset.Tags ??= []).Add(new() { Key = tag, Value = row.GetString(9) });
            }
        }

        return true;
    }

    public async ValueTask<bool> ReadModelsAsync(DbDataReader row)
    {
        while (await row.ReadAsync())
        {
            var parts = Of(row.GetString(0));
            if (row.GetString(1) == "RUN_INPUT")
            {
                (parts.ModelInputs ??= []).Add(new() { ModelId = row.GetString(2) });
            }
            else
            {
                (parts.ModelOutputs ??= []).Add(new() { ModelId = row.GetString(2), Step = row.GetInt64(3) });
            }
        }

        return true;
    }

    public List<Run> Build()
    {
        var runs = new List<Run>(_page.Count);
        foreach (var info in _page)
        {
            var parts = _parts[info.RunId];
            runs.Add(
                new()
                {
                    Info = info,
                    Data = new()
                    {
                        Metrics = parts.Metrics,
                        Params = parts.Params,
                        Tags = parts.Tags,
                    },
                    Inputs = new() { DatasetInputs = parts.Datasets, ModelInputs = parts.ModelInputs },
                    Outputs = new() { ModelOutputs = parts.ModelOutputs },
                }
            );
        }

        return runs;
    }

    private bool IsFull(int text) => (_text += text) > _maxText;

    private static int TextOf(Dataset dataset) =>
        (dataset.Source?.Length ?? 0) + (dataset.Schema?.Length ?? 0) + (dataset.Profile?.Length ?? 0);

    /// <summary>Runs of a page share their keys: one string each is kept.</summary>
    private string Key(DbDataReader row)
    {
        var key = row.GetString(1);
        if (_keys.TryGetValue(key, out var known))
        {
            return known;
        }

        _keys.Add(key);
        return key;
    }

    private Parts Of(string runId)
    {
        if (_last is null || _lastId != runId)
        {
            _last = _parts[runId];
            _lastId = runId;
        }

        return _last;
    }

    private static Dataset ReadDataset(DbDataReader row) =>
        new()
        {
            Name = row.GetString(2),
            Digest = row.GetString(3),
            SourceType = row.GetString(4),
            Source = row.GetString(5),
            Schema = row.Text(6),
            Profile = row.Text(7),
        };

    private sealed class Parts
    {
        public List<Metric>? Metrics { get; set; }

        public List<Param>? Params { get; set; }

        public List<RunTag>? Tags { get; set; }

        public List<DatasetInput>? Datasets { get; set; }

        public List<ModelInput>? ModelInputs { get; set; }

        public List<ModelOutput>? ModelOutputs { get; set; }
    }
}
