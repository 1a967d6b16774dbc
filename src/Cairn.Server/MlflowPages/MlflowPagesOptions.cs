namespace Cairn.Server.MlflowPages;

/// <summary>Where MLflow's own web pages are served from.</summary>
public sealed record MlflowPagesOptions
{
    /// <summary>The folder with MLflow's built pages; null when they are not served.</summary>
    public string? Directory { get; init; }

    /// <summary>Whether MLflow's pages take the place of Cairn's at <c>/</c>.</summary>
    public bool AreHome { get; init; }
}
