using System.Diagnostics.CodeAnalysis;

namespace Cairn.Server.Settings;

/// <summary>A configurable value: its flag, its environment variable and its help text.</summary>
public record Setting
{
    /// <summary>The flag, such as <c>--port</c>; null when only a variable sets it.</summary>
    public string? Flag { get; init; }

    /// <summary>Other spellings of the flag, such as <c>-p</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The flag that turns it off, such as <c>--no-serve-artifacts</c>.</summary>
    public string? NegativeFlag { get; init; }

    /// <summary>The environment variable; null when only the flag sets it.</summary>
    public string? Variable { get; init; }

    /// <summary>The placeholder for the value in the help text; null for a switch, which takes no value.</summary>
    public string? ValueName { get; init; }

    /// <summary>The default, as a user would write it; null when there is none worth naming.</summary>
    public string? Default { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public required string Help { get; init; }

    /// <summary>Whether it is accepted without effect, so that existing MLflow commands keep working.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>The flag, or the variable where there is no flag.</summary>
    public string Name => Flag ?? Variable!;
}

/// <summary>A setting of one feature, which knows how to apply its text to that feature's options.</summary>
/// <typeparam name="TOptions">The options record of the feature.</typeparam>
public sealed record Setting<TOptions> : Setting
{
    /// <summary>Creates a setting.</summary>
    public Setting() { }

    [SetsRequiredMembers]
    private Setting(Setting names, Func<TOptions, string, TOptions> apply)
        : base(names) => Apply = apply;

    /// <summary>Applies the text of a flag or variable.</summary>
    /// <remarks>Throws <see cref="FormatException"/>, whose message gives the reason, when the text is not
    /// valid.</remarks>
    public Func<TOptions, string, TOptions> Apply { get; init; } = static (options, _) => options;

    /// <summary>Returns the same setting for a record that contains this feature's options.</summary>
    /// <param name="get">Takes the feature's options from the whole.</param>
    /// <param name="set">Returns the whole with other options of the feature.</param>
    public Setting<TWhole> Within<TWhole>(Func<TWhole, TOptions> get, Func<TWhole, TOptions, TWhole> set) =>
        new(this, (whole, text) => set(whole, Apply(get(whole), text)));
}
