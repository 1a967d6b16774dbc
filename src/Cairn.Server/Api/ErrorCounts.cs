using System.Diagnostics.Metrics;
using Cairn.Contracts.Errors;
using Cairn.Core.Monitoring;

namespace Cairn.Server.Api;

/// <summary>Counts error answers by their code.</summary>
internal static class ErrorCounts
{
    private static readonly Counter<long> _errors = CairnMeter.Shared.CreateCounter<long>(
        "cairn.errors",
        "{error}",
        "Error answers, by error code."
    );

    /// <summary>Shows every code from the start, so that the first error is seen as a rise.</summary>
    public static void ShowAll()
    {
        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            _errors.Add(0, new KeyValuePair<string, object?>("error_code", code.Name()));
        }
    }

    /// <summary>Counts one.</summary>
    public static void Add(ErrorCode code) =>
        _errors.Add(1, new KeyValuePair<string, object?>("error_code", code.Name()));
}
