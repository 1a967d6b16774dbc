using System.Globalization;
using System.Text.RegularExpressions;

namespace Cairn.UnitTests.Architecture;

/// <summary>Event ids, by which operators filter the log. An id stays with its message forever.</summary>
public sealed partial class LogMessageTests
{
    [Fact]
    public void LogMessages_EachHasAnId() => Messages().Where(m => m.Id is null).Select(m => m.Place).ShouldBeEmpty();

    [Fact]
    public void LogMessages_IdsAreUnique() =>
        Messages()
            .Where(m => m.Id is not null)
            .GroupBy(m => m.Id)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(m => m.Place))}")
            .ShouldBeEmpty();

    [Fact]
    public void LogMessages_AreFound() => Messages().Count.ShouldBeGreaterThan(20);

    private static List<(string Place, int? Id)> Messages() =>
        [
            .. from source in Repository.Sources("src")
            let text = string.Join('\n', source.Lines)
            from match in Attribute().Matches(text)
            let line = text.AsSpan(0, match.Index).Count('\n') + 1
            select ($"{source.Path}:{line}", IdOf(match.Value)),
        ];

    private static int? IdOf(string attribute) =>
        Id().Match(attribute) is { Success: true } id
            ? int.Parse(id.Groups["id"].Value, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"\[LoggerMessage\(.*?\)\]", RegexOptions.Singleline)]
    private static partial Regex Attribute();

    // Either the first argument or named.
    [GeneratedRegex(@"(LoggerMessage\(\s*|EventId = )(?<id>\d+)")]
    private static partial Regex Id();
}
