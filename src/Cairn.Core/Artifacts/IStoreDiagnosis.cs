namespace Cairn.Core.Artifacts;

/// <summary>The ability of a store to say how the service behind it is set up, for <c>cairn doctor</c>.</summary>
public interface IStoreDiagnosis
{
    /// <summary>
    /// Looks at the service, from the way there to its settings. Failures are findings, not exceptions.
    /// </summary>
    IAsyncEnumerable<StoreFinding> DiagnoseAsync(CancellationToken ct);
}

/// <summary>What a look at one thing showed.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="IsGood">Whether it is as it should be; null when that cannot be told or does not matter.</param>
/// <param name="Detail">What it is, or what to do.</param>
public sealed record StoreFinding(string Check, bool? IsGood, string Detail);
