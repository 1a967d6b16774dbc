namespace Cairn.Commands.Artifacts;

/// <summary>One line that says how far a copy has come; only where somebody looks at a terminal.</summary>
internal sealed class ProgressLine(TextWriter error)
{
    private const int Width = 30;
    private readonly bool _shown = !Console.IsErrorRedirected && ReferenceEquals(error, Console.Error);
    private int _lastPercent = -1;

    /// <summary>Shows the state of a file.</summary>
    public void Show(string name, long done, long? total)
    {
        var percent = total is > 0 ? (int)(done * 100 / total.Value) : 0;
        if (!_shown || percent == _lastPercent)
        {
            return;
        }

        _lastPercent = percent;
        var bar = new string('#', percent * Width / 100).PadRight(Width, '.');
        error.Write($"\r[{bar}] {percent, 3}% {(name.Length > 40 ? "…" + name[^39..] : name), -40}");
    }

    /// <summary>Ends a file's line.</summary>
    public void Done(string name, long length)
    {
        _lastPercent = -1;
        error.WriteLine($"{(_shown ? "\r" + new string(' ', Width + 48) + "\r" : "")}{name} ({length:N0} bytes)");
    }
}
