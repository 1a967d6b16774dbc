using System.Text.Json.Nodes;

namespace Cairn.ConformanceTests.Recorded;

/// <summary>
/// Compares an answer with the recorded one: the same keys and values, numbers by value, lists in order unless they say
/// otherwise.
/// </summary>
internal sealed class Comparison(Bindings bindings)
{
    private const string Unordered = "__unordered__";

    public List<string> Differences(JsonNode? want, JsonNode? got, string path = "$") =>
        want switch
        {
            JsonValue v when v.TryGetValue<string>(out var pattern) => bindings.Match(pattern, got) is { } why
                ? [$"{path}: {why}"]
                : [],
            JsonObject o => got is JsonObject actual
                ? ObjectDifferences(o, actual, path)
                : [$"{path}: expected an object, got {Bindings.Show(got)}"],
            JsonArray a => ListDifferences(a, got, path, inOrder: true),
            _ => Same(want, got) ? [] : [$"{path}: expected {Bindings.Show(want)}, got {Bindings.Show(got)}"],
        };

    /// <summary><c>runs.*.info.run_id</c>: the values at that path, <c>*</c> walking a list; absent is null.</summary>
    public static JsonNode? Pluck(JsonNode? body, string path)
    {
        var (head, rest) = path.Split('.', 2) is [var h, var r] ? (h, r) : (path, "");
        if (head == "*")
        {
            return new JsonArray([
                .. (body as JsonArray ?? []).Select(item => (rest.Length == 0 ? item : Pluck(item, rest))?.DeepClone()),
            ]);
        }

        var value = (body as JsonObject)?[head];
        return rest.Length == 0 ? value : Pluck(value, rest);
    }

    private List<string> ObjectDifferences(JsonObject want, JsonObject got, string path)
    {
        var loose = (want[Unordered] as JsonArray ?? []).Select(key => (string?)key).ToHashSet();
        var expected = want.Where(pair => pair.Key != Unordered)
            .ToDictionary(pair => bindings.FillText(pair.Key), pair => pair.Value);
        var differences = new List<string>();
        differences.AddRange(
            got.Where(pair => !expected.ContainsKey(pair.Key))
                .Select(pair => $"{path}.{pair.Key}: unexpected {Bindings.Show(pair.Value)}")
        );
        foreach (var (key, value) in expected)
        {
            if (!got.ContainsKey(key))
            {
                differences.Add($"{path}.{key}: missing, expected {Bindings.Show(value)}");
            }
            else
            {
                differences.AddRange(
                    value is JsonArray list
                        ? ListDifferences(list, got[key], $"{path}.{key}", !loose.Contains(key))
                        : Differences(value, got[key], $"{path}.{key}")
                );
            }
        }

        return differences;
    }

    private List<string> ListDifferences(JsonArray want, JsonNode? got, string path, bool inOrder)
    {
        if (got is not JsonArray actual || actual.Count != want.Count)
        {
            return [$"{path}: expected {want.Count} items {Bindings.Show(want)}, got {Bindings.Show(got)}"];
        }

        if (inOrder)
        {
            return [.. want.SelectMany((item, i) => Differences(item, actual[i], $"{path}[{i}]"))];
        }

        var left = actual.ToList();
        foreach (var item in want)
        {
            var at = left.FindIndex(candidate => Differences(item, candidate).Count == 0);
            if (at < 0)
            {
                return [$"{path}: nothing matches {Bindings.Show(item)}"];
            }

            left.RemoveAt(at);
        }

        return [];
    }

    private static bool Same(JsonNode? want, JsonNode? got) =>
        JsonNode.DeepEquals(want, got)
        || (
            want is JsonValue w
            && got is JsonValue g
            && w.TryGetValue<double>(out var a)
            && g.TryGetValue<double>(out var b)
            && a.Equals(b + 0.0)
        );
}
