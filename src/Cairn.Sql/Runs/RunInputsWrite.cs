using Cairn.Contracts.Runs;
using Cairn.Core.Runs;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Runs;

/// <summary>
/// Attaches datasets and models to a run. Ids are made before the first try; what is attached already stays as it is.
/// </summary>
internal sealed class RunInputsWrite
{
    private const string RunOf = "SELECT lifecycle_stage, experiment_id FROM runs WHERE run_uuid = @run";

    private static readonly RowStatement<Entry> _insertDatasets = new(
        """
        INSERT INTO datasets
            (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile)
        SELECT r.id, u.experiment_id, r.name, r.digest, r.source_type, r.source, r.dataset_schema, r.profile
        FROM @rows r JOIN runs u ON u.run_uuid = @run WHERE true
        ON CONFLICT DO NOTHING
        """,
        DatasetColumns
    );

    private static readonly RowStatement<Entry> _attachDatasets = new(
        """
        INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id)
        SELECT r.input_id, 'DATASET', d.dataset_uuid, 'RUN', @run
        FROM @rows r JOIN runs u ON u.run_uuid = @run
        JOIN datasets d ON d.experiment_id = u.experiment_id AND d.name = r.name AND d.digest = r.digest WHERE true
        ON CONFLICT DO NOTHING
        """,
        DatasetColumns
    );

    // A tag goes to this input only if the input was made by this call.
    private static readonly RowStatement<(string Input, InputTag Tag)> _insertTags = new(
        """
        INSERT INTO input_tags (input_uuid, name, value)
        SELECT i.input_uuid, r.name, r.value FROM @rows r JOIN inputs i ON i.input_uuid = r.input_id WHERE true
        ON CONFLICT DO NOTHING
        """,
        new("input_id", SqlColumnType.Text, t => t.Input),
        new("name", SqlColumnType.Text, t => t.Tag.Key ?? ""),
        new("value", SqlColumnType.Text, t => t.Tag.Value ?? "")
    );

    private static readonly RowStatement<(string Input, string Model, long Step)> _attachModels = new(
        """
        INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id, step)
        SELECT r.input_id, @source, @run, @destination, r.model_id, r.step FROM @rows r WHERE true
        ON CONFLICT DO NOTHING
        """,
        new("input_id", SqlColumnType.Text, m => m.Input),
        new("model_id", SqlColumnType.Text, m => m.Model),
        new("step", SqlColumnType.BigInt, m => m.Step)
    );

    private readonly string _runId;
    private readonly List<Entry> _datasets;
    private readonly List<(string, InputTag)> _tags;
    private readonly List<(string, string, long)> _consumed;
    private readonly List<(string, string, long)> _produced;

    public RunInputsWrite(
        string runId,
        IEnumerable<DatasetInput> datasets,
        IEnumerable<ModelInput> consumed,
        IEnumerable<ModelOutput> produced
    )
    {
        _runId = runId;
        _datasets =
        [
            .. datasets
                .Select(d => new Entry(InputIds.Next(), InputIds.Next(), d.Dataset ?? new(), d.Tags ?? []))
                .OrderBy(d => d.Dataset.Name, StringComparer.Ordinal)
                .ThenBy(d => d.Dataset.Digest, StringComparer.Ordinal),
        ];
        _tags = [.. from dataset in _datasets from tag in dataset.Tags select (dataset.InputId, tag)];
        _consumed =
        [
            .. consumed.Select(m => (InputIds.Next(), m.ModelId!, 0L)).OrderBy(m => m.Item2, StringComparer.Ordinal),
        ];
        _produced =
        [
            .. produced
                .Select(m => (InputIds.Next(), m.ModelId!, m.Step ?? 0))
                .OrderBy(m => m.Item2, StringComparer.Ordinal),
        ];
    }

    public async ValueTask RunAsync(SqlSession session)
    {
        await using var results = await session.RunAsync(
            new SqlBatch()
                .Query(RunOf, ("@run", _runId))
                .Execute(_insertDatasets, _datasets, ("@run", _runId))
                .Execute(_attachDatasets, _datasets, ("@run", _runId))
                .Execute(_insertTags, _tags)
                .Execute(
                    _attachModels,
                    _consumed,
                    ("@run", _runId),
                    ("@source", "RUN_INPUT"),
                    ("@destination", "MODEL_INPUT")
                )
                .Execute(
                    _attachModels,
                    _produced,
                    ("@run", _runId),
                    ("@source", "RUN_OUTPUT"),
                    ("@destination", "MODEL_OUTPUT")
                )
        );
        var stage = await results.FirstAsync(r => r.GetString(0)) ?? throw RunIds.Missing(_runId);
        if (stage != "active")
        {
            throw RunIds.NotActive(_runId);
        }

        await results.CompleteAsync();
    }

    private static SqlColumn<Entry>[] DatasetColumns =>
        [
            new("id", SqlColumnType.Text, e => e.DatasetId),
            new("input_id", SqlColumnType.Text, e => e.InputId),
            new("name", SqlColumnType.Text, e => e.Dataset.Name ?? ""),
            new("digest", SqlColumnType.Text, e => e.Dataset.Digest ?? ""),
            new("source_type", SqlColumnType.Text, e => e.Dataset.SourceType ?? ""),
            new("source", SqlColumnType.Text, e => e.Dataset.Source ?? ""),
            new("dataset_schema", SqlColumnType.Text, e => e.Dataset.Schema),
            new("profile", SqlColumnType.Text, e => e.Dataset.Profile),
        ];

    private sealed record Entry(string DatasetId, string InputId, Dataset Dataset, List<InputTag> Tags);
}
