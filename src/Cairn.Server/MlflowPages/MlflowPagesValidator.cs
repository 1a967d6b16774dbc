using Cairn.Server.Settings;

namespace Cairn.Server.MlflowPages;

/// <summary>Checks that the folder with MLflow's pages holds them.</summary>
internal static class MlflowPagesValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(MlflowPagesOptions options, SettingSources sources)
    {
        if (options is { AreHome: true, Directory: null })
        {
            yield return $"{sources.Key("--ui-home")}: MLflow's pages require --ui-dir with the folder that holds them.";
        }

        if (options.Directory is { } folder && !File.Exists(Path.Combine(folder, MlflowPages.Index)))
        {
            yield return $"{sources.Key("--ui-dir")}: '{folder}' has no readable {MlflowPages.Index}. Give the folder "
                + "mlflow/server/js/build of MLflow's Python package.";
        }
    }
}
