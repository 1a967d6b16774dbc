using Cairn.Commands;

namespace Cairn.OtherNames;

/// <summary>
/// The program by its other names. In the image they stand where people who look into a pod of MLflow expect other
/// programs: it has
/// no shell, no Azure CLI and no Python.
/// </summary>
internal static class CalledAs
{
    /// <summary>Runs what the name stands for and returns the exit code.</summary>
    public static Task<int> RunAsync(string? name, string[] args, TextWriter output, TextWriter error) =>
        name switch
        {
            "az" => AzName.RunAsync(args, output, error),
            "env" => EnvName.RunAsync(args, output, error),
            "python" => PythonName.RunAsync(error),
            _ => CairnCommand.RunAsync(args, output, error),
        };
}
