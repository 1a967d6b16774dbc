using System.CommandLine;
using System.CommandLine.Invocation;

namespace Cairn.Commands;

/// <summary>Prints a line.</summary>
internal sealed class PrintAction(string line) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(line);
        return ExitCode.Ok;
    }
}
