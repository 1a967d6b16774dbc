using Cairn.Contracts.Registry;

namespace Cairn.Web.Models;

/// <summary>Code that loads a version of a model from this server.</summary>
public static class ModelSnippets
{
    /// <summary>Python that loads the version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="server">The address of this server.</param>
    public static string Python(ModelVersion version, string server) =>
        $"""
            import mlflow

            mlflow.set_tracking_uri("{server}")
            model = mlflow.pyfunc.load_model("models:/{version.Name}/{version.Version}")
            """;

    /// <summary>A command that asks where the version's files are.</summary>
    /// <param name="version">The version.</param>
    /// <param name="server">The address of this server.</param>
    public static string Curl(ModelVersion version, string server) =>
        $"curl '{server}/api/2.0/mlflow/model-versions/get-download-uri?name={Uri.EscapeDataString(version.Name)}"
        + $"&version={version.Version}'";
}
