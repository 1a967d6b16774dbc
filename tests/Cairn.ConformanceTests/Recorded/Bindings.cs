using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cairn.ConformanceTests.Recorded;

/// <summary>The values that names stand for while a case is replayed, and the patterns in which they appear.</summary>
internal sealed partial class Bindings
{
    private static readonly long _day = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    private static readonly Dictionary<string, string> _types = new(StringComparer.Ordinal)
    {
        ["any"] = "(?s:.*)",
        ["int"] = @"-?\d+",
        ["ms"] = @"\d{13}",
        ["mstext"] = @"\d{13}",
        ["digits"] = @"\d+",
        ["runname"] = @"[a-z]+-[a-z]+-\d{1,4}",
        ["uuid"] = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
        ["time"] = @"\d{4}-\d\d-\d\dT[\d:.]+Z",
    };

    private readonly long _now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly Dictionary<string, JsonNode> _values;

    public Bindings(string artifactRoot) =>
        _values = new(StringComparer.Ordinal)
        {
            ["uid"] = "u" + Guid.NewGuid().ToString("N")[..9],
            ["now_ms"] = _now,
            ["artifact_root"] = artifactRoot,
        };

    public JsonNode? Fill(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(o.Select(pair => KeyValuePair.Create(FillText(pair.Key), Fill(pair.Value)))),
            JsonArray a => new JsonArray([.. a.Select(Fill)]),
            JsonValue v when v.TryGetValue<string>(out var text) => Variable().Match(text) is { Success: true } m
            && m.Length == text.Length
            && !m.Groups[3].Success
                ? ValueOf(m)
                : FillText(text),
            _ => node?.DeepClone(),
        };

    public string FillText(string text) => Variable().Replace(text, m => Text(ValueOf(m)));

    /// <summary>Null when a value fits a pattern, else what is wrong. Binds the pattern's names.</summary>
    public string? Match(string pattern, JsonNode? actual)
    {
        pattern = FillText(pattern);
        var tokens = Token().Matches(pattern);
        if (tokens.Count == 0)
        {
            return actual is JsonValue v && v.TryGetValue<string>(out var text) && text == pattern
                ? null
                : $"expected {pattern}, got {Show(actual)}";
        }

        var whole = tokens.Count == 1 && tokens[0].Length == pattern.Length;
        return whole && MatchWhole(tokens[0].Groups[1].Value, actual) is { } verdict
            ? verdict.Length == 0
                ? null
                : verdict
            : MatchParts(pattern, tokens, actual);
    }

    /// <summary>A pattern that is one placeholder: empty when it fits, null when the rules for parts decide.</summary>
    private string? MatchWhole(string token, JsonNode? actual)
    {
        switch (token)
        {
            case "any":
                return "";
            case "int" or "ms":
                var isInteger =
                    actual is JsonValue v
                    && v.TryGetValue<long>(out var number)
                    && (token == "int" || Math.Abs(number - _now) < _day);
                return isInteger || actual is JsonValue t && t.TryGetValue<string>(out _)
                    ? null
                    : $"expected <<{token}>>, got {Show(actual)}";
            case var name when !name.Contains(':', StringComparison.Ordinal) && TypeOf(name) is null:
                if (_values.TryGetValue(name, out var bound))
                {
                    return JsonNode.DeepEquals(bound, actual)
                        ? ""
                        : $"expected {Show(bound)} ({name}), got {Show(actual)}";
                }

                if (actual is not null)
                {
                    _values[name] = actual.DeepClone();
                }

                return ""; // An absent value may be named too.
            default:
                return null;
        }
    }

    private string? MatchParts(string pattern, MatchCollection tokens, JsonNode? actual)
    {
        var regex = new System.Text.StringBuilder();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (System.Text.RegularExpressions.Match token in tokens)
        {
            regex.Append(Regex.Escape(pattern[at..token.Index])).Append(PartOf(token.Groups[1].Value, names));
            at = token.Index + token.Length;
        }

        regex.Append(Regex.Escape(pattern[at..]));
        var found =
            actual is JsonValue
                ? Regex.Match(Text(actual), $@"\A(?:{regex})\z")
                : System.Text.RegularExpressions.Match.Empty;
        if (!found.Success)
        {
            return $"expected {pattern}, got {Show(actual)}";
        }

        foreach (var name in names)
        {
            _values[name] = found.Groups[name].Value;
        }

        return null;
    }

    private string PartOf(string token, HashSet<string> names)
    {
        var (name, kind) = token.Split(':', 2) is [var n, var k] ? (n, k) : (token, "");
        if (name == "re")
        {
            return $"(?:{kind})";
        }

        if (kind.Length == 0 && TypeOf(name) is { } type)
        {
            return type;
        }

        if (_values.TryGetValue(name, out var bound))
        {
            return Regex.Escape(Text(bound));
        }

        return names.Add(name) ? $"(?<{name}>{TypeOf(kind) ?? "(?s:.+?)"})" : $@"\k<{name}>";
    }

    private static string? TypeOf(string name) =>
        name.EndsWith("hex32", StringComparison.Ordinal)
            ? Regex.Escape(name[..^5]) + "[0-9a-f]{32}"
            : _types.GetValueOrDefault(name);

    private JsonNode ValueOf(System.Text.RegularExpressions.Match variable)
    {
        var name = variable.Groups[1].Value;
        if (variable.Groups[3].Success)
        {
            return string.Concat(
                Enumerable.Repeat(name, int.Parse(variable.Groups[3].Value, CultureInfo.InvariantCulture))
            );
        }

        if (
            !_values.ContainsKey(name)
            && (
                name.StartsWith("rand32", StringComparison.Ordinal)
                || name.StartsWith("rand16", StringComparison.Ordinal)
            )
        )
        {
            var id = Guid.NewGuid().ToString("N")[..int.Parse(name[4..6], CultureInfo.InvariantCulture)];
            _values[name] = id;
            _values[name + "_base64"] = Convert.ToBase64String(Convert.FromHexString(id));
        }

        var value = _values.TryGetValue(name, out var bound)
            ? bound
            : throw new InvalidOperationException($"{{{{{name}}}}} is not bound");
        return variable.Groups[2].Success
            ? value.GetValue<long>() + long.Parse(variable.Groups[2].Value, CultureInfo.InvariantCulture)
            : value.DeepClone();
    }

    internal static string Text(JsonNode value) =>
        value is JsonValue v && v.TryGetValue<string>(out var text) ? text : value.ToJsonString();

    internal static string Show(JsonNode? value) =>
        value?.ToJsonString() is { } text
            ? text.Length > 300
                ? text[..300] + "…"
                : text
            : "nothing";

    [GeneratedRegex(@"\{\{(\w+)(?:([+-]\d+)|\*(\d+))?\}\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"<<(re:.*?|\w+(?::[\w-]+)?)>>(?!>)", RegexOptions.Singleline)]
    private static partial Regex Token();
}
