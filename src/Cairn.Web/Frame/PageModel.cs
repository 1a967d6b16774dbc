namespace Cairn.Web.Frame;

/// <summary>The model of a whole page.</summary>
/// <param name="Frame">What surrounds its content.</param>
public abstract record PageModel(PageFrame Frame);
