using Microsoft.AspNetCore.Html;
using RazorSlices;

namespace Cairn.Web.Frame;

/// <summary>A whole page, in the frame.</summary>
/// <typeparam name="TModel">Its model.</typeparam>
public abstract class Page<TModel> : RazorSlice<TModel>, IUsesLayout<Layout, PageFrame>
    where TModel : PageModel
{
    /// <inheritdoc/>
    public PageFrame LayoutModel => Model.Frame;

    /// <summary>The request.</summary>
    protected PageRequest Request => Model.Frame.Request;

    /// <summary>The relative path to the first page.</summary>
    protected string Root => Request.Root;

    /// <summary>A point in time; a dash when it is unknown.</summary>
    /// <param name="milliseconds">Since 1970, UTC.</param>
    protected IHtmlContent Time(long? milliseconds) => Parts.TimeHtml.Of(Request, milliseconds);

    /// <summary>A button that copies a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="label">What the button does, such as "Copy the id".</param>
    protected static IHtmlContent Copy(string text, string label) => Parts.CopyHtml.Of(text, label);
}
