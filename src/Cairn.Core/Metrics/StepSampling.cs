namespace Cairn.Core.Metrics;

/// <summary>Chooses steps of a long history for a chart.</summary>
public static class StepSampling
{
    /// <summary>The maximum number of steps that a request can ask for, and the default.</summary>
    public const int MaxSteps = 2500;

    /// <summary>The maximum number of points of one run in an answer. A step can have several points.</summary>
    public const int MaxPointsOfRun = 25_000;

    /// <summary>The sampled steps of several runs together, and each run's first and last step.</summary>
    /// <param name="stepsOfRuns">Each run's distinct steps in ascending order.</param>
    /// <param name="most">How many to choose.</param>
    public static HashSet<long> Sample(IReadOnlyList<IReadOnlyList<long>> stepsOfRuns, int most)
    {
        var sampled = Sample(
            stepsOfRuns is [var only] ? only : [.. stepsOfRuns.SelectMany(steps => steps).Distinct().Order()],
            most
        );
        foreach (var steps in stepsOfRuns.Where(steps => steps.Count > 0))
        {
            sampled.Add(steps[0]);
            sampled.Add(steps[^1]);
        }

        return sampled;
    }

    /// <summary>
    /// All steps when they are few enough; else <paramref name="most"/> evenly spaced ones and the last.
    /// </summary>
    /// <param name="steps">Distinct steps in ascending order.</param>
    /// <param name="most">How many to choose.</param>
    public static HashSet<long> Sample(IReadOnlyList<long> steps, int most)
    {
        if (steps.Count <= most)
        {
            return [.. steps];
        }

        var interval = (double)steps.Count / most;
        var sampled = new HashSet<long>(most + 1);
        for (var i = 0; i < most; i++)
        {
            sampled.Add(steps[(int)(i * interval)]);
        }

        sampled.Add(steps[^1]);
        return sampled;
    }
}
