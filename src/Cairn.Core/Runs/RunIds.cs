using Cairn.Core.Errors;

namespace Cairn.Core.Runs;

/// <summary>Run ids: 32 hexadecimal digits.</summary>
public static class RunIds
{
    /// <summary>A fresh id.</summary>
    public static string New() => Guid.NewGuid().ToString("N");

    /// <summary>404 in MLflow's words.</summary>
    public static CairnException Missing(string? id) => CairnException.Missing($"Run with id={id} not found");

    /// <summary>400 in MLflow's words.</summary>
    public static CairnException NotActive(string id) =>
        CairnException.Invalid($"The run {id} must be in the 'active' state. Current state is deleted.");
}
