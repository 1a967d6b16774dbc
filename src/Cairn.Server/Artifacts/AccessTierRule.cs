namespace Cairn.Server.Artifacts;

/// <summary>The access tier of new files of the experiments that have a tag.</summary>
/// <param name="Tag">The tag's key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Tier">Hot, Cool, Cold or Archive.</param>
public sealed record AccessTierRule(string Tag, string Value, string Tier);
