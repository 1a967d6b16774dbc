namespace Cairn.Contracts.LoggedModels;

/// <summary>The state of a logged model; the numbers are protobuf's and the database's.</summary>
public enum LoggedModelStatus
{
    /// <summary>Not given.</summary>
    Unspecified = 0,

    /// <summary>Its files are being written.</summary>
    Pending = 1,

    /// <summary>It can be used.</summary>
    Ready = 2,

    /// <summary>Its files could not be written.</summary>
    UploadFailed = 3,
}

/// <summary>Names of states on the wire.</summary>
public static class LoggedModelStatuses
{
    /// <summary>The state's name, such as <c>LOGGED_MODEL_READY</c>.</summary>
    public static string Name(this LoggedModelStatus status) =>
        status switch
        {
            LoggedModelStatus.Pending => "LOGGED_MODEL_PENDING",
            LoggedModelStatus.Ready => "LOGGED_MODEL_READY",
            LoggedModelStatus.UploadFailed => "LOGGED_MODEL_UPLOAD_FAILED",
            _ => "LOGGED_MODEL_STATUS_UNSPECIFIED",
        };
}
