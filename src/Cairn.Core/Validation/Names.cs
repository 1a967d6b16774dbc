using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.Core.Errors;

namespace Cairn.Core.Validation;

/// <summary>
/// Names of metrics, parameters and tags. File-based stores use them as paths, so they must look like one and resolve
/// to themselves.
/// </summary>
public static partial class Names
{
    /// <summary>The longest key of a metric, parameter or tag, in characters.</summary>
    public const int MostCharacters = 250;

    private static readonly JsonSerializerOptions _plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = TextJson.Default,
    };

    /// <summary>Checks a name's characters and shape, then its length.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">What the message calls the field, such as <c>metrics[1].name</c>.</param>
    /// <param name="what">What the message about its length calls it, such as <c>Metric name</c>.</param>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static void Demand(string name, string parameter, string what)
    {
        if (!Allowed().IsMatch(name))
        {
            throw CairnException.Invalid(
                $"Invalid value {Quote(name)} for parameter '{parameter}' supplied: Names may only contain alphanumerics, underscores (_), "
                    + "dashes (-), periods (.), spaces ( ), colon(:) and slashes (/)."
            );
        }

        var resolved = Normalize(name);
        if (
            resolved != name
            || resolved == "."
            || resolved.StartsWith("..", StringComparison.Ordinal)
            || resolved.StartsWith('/')
        )
        {
            throw CairnException.Invalid(
                $"Invalid value {Quote(name)} for parameter '{parameter}' supplied: Names may be treated as files in certain cases, "
                    + $"and must not resolve to other names when treated as such. This name would resolve to '{resolved}'"
            );
        }

        Lengths.Demand(what, name, MostCharacters);
    }

    /// <summary>The text as JSON.</summary>
    public static string Quote(string text) =>
        JsonSerializer.Serialize(
            text,
            (System.Text.Json.Serialization.Metadata.JsonTypeInfo<string>)_plain.GetTypeInfo(typeof(string))
        );

    /// <summary>
    /// What a path comes to once <c>.</c>, <c>..</c> and repeated slashes are resolved; <c>.</c> when nothing is left.
    /// </summary>
    public static string Normalize(string path)
    {
        var isAbsolute = path.StartsWith('/');
        var kept = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == ".." && (kept.Count > 0 ? kept[^1] != ".." : isAbsolute))
            {
                if (kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }

                continue;
            }

            kept.Add(part);
        }

        var joined = (isAbsolute ? "/" : "") + string.Join('/', kept);
        return joined.Length == 0 ? "." : joined;
    }

    [GeneratedRegex(@"^[/\w.\- :]*\z")]
    private static partial Regex Allowed();
}
