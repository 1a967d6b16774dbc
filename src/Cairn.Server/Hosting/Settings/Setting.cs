namespace Cairn.Server.Hosting.Settings;

/// <summary>One thing that can be configured: its names, its meaning and how its text changes the options.</summary>
public sealed record Setting
{
    /// <summary>The flag, such as <c>--port</c>; null when only a variable sets it.</summary>
    public string? Flag { get; init; }

    /// <summary>Other spellings of the flag, such as <c>-p</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The flag that switches it off, such as <c>--no-serve-artifacts</c>.</summary>
    public string? NegativeFlag { get; init; }

    /// <summary>The environment variable; null when only the flag sets it.</summary>
    public string? Variable { get; init; }

    /// <summary>What stands for the value in the help text; null for a switch, which takes none.</summary>
    public string? ValueName { get; init; }

    /// <summary>The default, as the user would write it; null when there is none worth naming.</summary>
    public string? Default { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Help { get; init; }

    /// <summary>
    /// Whether it only concerns Python servers: accepted, so that existing commands work, and without effect.
    /// </summary>
    public bool IsIgnored { get; init; }

    /// <summary>Applies the text of a flag or variable.</summary>
    /// <remarks>A text that is no good is a <see cref="FormatException"/> that says why.</remarks>
    public Func<ServerOptions, string, ServerOptions> Apply { get; init; } = static (options, _) => options;

    /// <summary>The name to call it by.</summary>
    public string Name => Flag ?? Variable!;
}
