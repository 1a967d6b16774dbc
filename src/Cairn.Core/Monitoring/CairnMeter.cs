using System.Diagnostics.Metrics;

namespace Cairn.Core.Monitoring;

/// <summary>
/// The meter of Cairn's own instruments; each stands where the thing happens that it measures. docs/monitoring.md lists
/// them all.
/// </summary>
public static class CairnMeter
{
    /// <summary>What to listen to.</summary>
    public const string Name = "Cairn";

    /// <summary>For what is counted over the whole process.</summary>
    public static Meter Shared { get; } = new(Name);
}
