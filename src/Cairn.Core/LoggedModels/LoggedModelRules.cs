using System.Buffers;
using Cairn.Contracts.LoggedModels;
using Cairn.Core.Errors;

namespace Cairn.Core.LoggedModels;

/// <summary>What logged models may be called and hold.</summary>
public static class LoggedModelRules
{
    private static readonly SearchValues<char> _reserved = SearchValues.Create("/:.%\"'");

    /// <summary>A fresh id.</summary>
    public static string NewId() => $"m-{Guid.NewGuid():N}";

    /// <summary>404 in MLflow's words.</summary>
    public static CairnException Missing(string? id) =>
        CairnException.Missing($"Logged model with ID '{id}' not found.");

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when the name could not stand in a URI or a
    /// filter.</exception>
    public static void DemandName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.AsSpan().IndexOfAny(_reserved) >= 0)
        {
            throw CairnException.Invalid(
                $"Invalid model name ('{name}') provided. Model name must be a non-empty string and cannot contain the following characters: "
                    + """('/', ':', '.', '%', '"', "'")"""
            );
        }
    }

    /// <summary>The last tag of each key, in key order.</summary>
    public static IReadOnlyList<LoggedModelTag> Tags(IEnumerable<LoggedModelTag>? tags) =>
        LastOfEach(tags, t => t?.Key, (k, t) => new LoggedModelTag { Key = k, Value = t?.Value ?? "" });

    /// <summary>The last parameter of each key, in key order.</summary>
    public static IReadOnlyList<LoggedModelParameter> Params(IEnumerable<LoggedModelParameter>? parameters) =>
        LastOfEach(parameters, p => p?.Key, (k, p) => new LoggedModelParameter { Key = k, Value = p?.Value ?? "" });

    private static List<T> LastOfEach<T>(IEnumerable<T>? given, Func<T, string?> key, Func<string, T, T> whole)
    {
        var last = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var one in given ?? [])
        {
            last[key(one) ?? ""] = whole(key(one) ?? "", one);
        }

        return [.. last.Values];
    }
}
