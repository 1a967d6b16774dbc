namespace Cairn.Contracts.Runs;

/// <summary>The state of a run; the numbers are protobuf's.</summary>
public enum RunStatus
{
    /// <summary>Not given.</summary>
    Unspecified = 0,

    /// <summary>Under way.</summary>
    Running = 1,

    /// <summary>To be started later.</summary>
    Scheduled = 2,

    /// <summary>Ended well.</summary>
    Finished = 3,

    /// <summary>Ended with an error.</summary>
    Failed = 4,

    /// <summary>Ended from outside.</summary>
    Killed = 5,
}

/// <summary>Names of run states, the same on the wire and in the database.</summary>
public static class RunStatuses
{
    /// <summary>The state's name, such as <c>FINISHED</c>.</summary>
    public static string Name(this RunStatus status) =>
        status switch
        {
            RunStatus.Scheduled => "SCHEDULED",
            RunStatus.Finished => "FINISHED",
            RunStatus.Failed => "FAILED",
            RunStatus.Killed => "KILLED",
            _ => "RUNNING",
        };
}
