namespace Cairn.Web.Frame;

/// <summary>What surrounds a page's content.</summary>
/// <param name="Request">The request.</param>
/// <param name="Title">The title of the window.</param>
/// <param name="Section">The entry of the navigation that the page belongs to.</param>
public sealed record PageFrame(PageRequest Request, string Title, Section Section)
{
    /// <summary>Where the page stands, from the outermost to the page itself.</summary>
    public IReadOnlyList<Crumb> Crumbs { get; init; } = [];

    /// <summary>The page's own module, such as <c>Experiments/experiments.js</c>; null for none.</summary>
    public string? Script { get; init; }

    /// <summary>
    /// A classic script that runs before anything is shown, such as <c>Frame/old-links.js</c>; null for none.
    /// </summary>
    public string? FirstScript { get; init; }
}

/// <summary>A step of the breadcrumbs.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Path">The path below the root; null for the page itself.</param>
public sealed record Crumb(string Text, string? Path = null);

/// <summary>The entries of the navigation.</summary>
public enum Section
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>Experiments and their runs.</summary>
    Experiments,

    /// <summary>Registered models.</summary>
    Models,

    /// <summary>Prompts.</summary>
    Prompts,

    /// <summary>The user guide.</summary>
    Docs,

    /// <summary>The state of the server.</summary>
    Status,
}
