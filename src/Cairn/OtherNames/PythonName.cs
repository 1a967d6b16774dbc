using Cairn.Commands;

namespace Cairn.OtherNames;

/// <summary><c>python</c>: people ask it where a pod's artifacts go.</summary>
internal static class PythonName
{
    public static async Task<int> RunAsync(TextWriter error)
    {
        await error.WriteLineAsync(
            "python: not in this image. Run 'cairn doctor' instead: it says where artifacts go, and tries to write and read one there."
        );
        return ExitCode.Failed;
    }
}
