using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;

namespace Cairn.Server.Artifacts;

/// <summary>
/// The access tier of a new file: that of the first rule whose tag the file's experiment has, or null for the server's
/// own. Without rules nothing is looked up.
/// </summary>
internal sealed class AccessTiers(ArtifactOptions options, IExperimentStore experiments, IRunStore runs)
{
    private const int RunIdLength = 32;

    /// <summary>The tier for an experiment's files.</summary>
    public async ValueTask<string?> OfExperimentAsync(string id, CancellationToken ct)
    {
        if (options.AccessTierRules.Count == 0 || !long.TryParse(id, out var number))
        {
            return null;
        }

        try
        {
            var tags = (await experiments.GetAsync(number, ct)).Tags ?? [];
            return options
                .AccessTierRules.FirstOrDefault(rule => tags.Any(tag => tag.Key == rule.Tag && tag.Value == rule.Value))
                ?.Tier;
        }
        catch (CairnException e) when (e.Code == ErrorCode.ResourceDoesNotExist)
        {
            return null; // Files may be kept without an experiment.
        }
    }

    /// <summary>
    /// The tier for a file below the artifact destination: its path begins with the experiment's id, or names the run
    /// where the experiment keeps its files elsewhere.
    /// </summary>
    public async ValueTask<string?> OfPathAsync(ArtifactPath path, CancellationToken ct)
    {
        if (options.AccessTierRules.Count == 0)
        {
            return null;
        }

        var parts = path.Value.Split('/');
        if (long.TryParse(parts[0], out _))
        {
            return await OfExperimentAsync(parts[0], ct);
        }

        return Array.Find(parts, IsRunId) is { } run ? await OfRunAsync(run, ct) : null;
    }

    private async Task<string?> OfRunAsync(string run, CancellationToken ct)
    {
        try
        {
            return await OfExperimentAsync((await runs.GetInfoAsync(run, ct)).ExperimentId, ct);
        }
        catch (CairnException e) when (e.Code == ErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    private static bool IsRunId(string part) => part.Length == RunIdLength && part.All(char.IsAsciiHexDigitLower);
}
