namespace Cairn.Commands;

/// <summary>What the process says to whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>It was tried and failed.</summary>
    public const int Failed = 1;

    /// <summary>Flags or variables are wrong; nothing was tried.</summary>
    public const int BadConfiguration = 2;

    /// <summary>A database does not answer: the same command may succeed later.</summary>
    public const int Unreachable = 3;
}
