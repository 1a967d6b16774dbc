using Cairn.Web.Assets;

namespace Cairn.Web.Frame;

/// <summary>Which modules a page loads.</summary>
internal static class Scripts
{
    /// <summary>The module of the frame, which every page's own module imports.</summary>
    public const string Frame = "Frame/frame.js";

    /// <summary>What the browser fetches at once instead of finding it module by module.</summary>
    /// <param name="module">The page's own module; null for none.</param>
    public static IEnumerable<string> Preloads(string? module) => AssetStore.Instance.ImportsOf(module ?? Frame);
}
