using System.Data.Common;
using Cairn.Contracts.Experiments;
using Cairn.Core.Experiments;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Experiments;

/// <summary>Reads experiments from rows of <see cref="Columns"/>.</summary>
internal static class ExperimentRows
{
    /// <summary>The columns of an experiment, of the table alias <c>e</c>.</summary>
    public const string Columns =
        "e.experiment_id, e.name, e.artifact_location, e.lifecycle_stage, e.last_update_time, e.creation_time";

    public static Experiment Read(DbDataReader row) =>
        new()
        {
            ExperimentId = ExperimentIds.Text(row.GetInt64(0)),
            Name = row.GetString(1),
            ArtifactLocation = row.Text(2),
            LifecycleStage = row.GetString(3),
            LastUpdateTime = row.Int64(4),
            CreationTime = row.Int64(5),
        };

    public static ExperimentTag ReadTag(DbDataReader row) => new() { Key = row.GetString(0), Value = row.Text(1) };

    /// <summary>One experiment from a first result set, its tags from the second.</summary>
    public static async ValueTask<Experiment?> ReadWithTagsAsync(SqlResults results)
    {
        var experiment = await results.FirstAsync(Read);
        var tags = await results.ListAsync(ReadTag);
        return tags.Count == 0 ? experiment
            : experiment is null ? null
            : experiment with { Tags = tags };
    }
}
