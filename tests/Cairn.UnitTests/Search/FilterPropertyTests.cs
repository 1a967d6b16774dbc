using Cairn.Contracts.Errors;
using Cairn.Contracts.Runs;
using Cairn.Core.Errors;
using Cairn.Core.Runs;
using Cairn.Core.Search;
using Cairn.Sql.Dialects;
using Cairn.Sql.Runs;
using CsCheck;

namespace Cairn.UnitTests.Search;

public sealed class FilterPropertyTests
{
    private static readonly string[] _pieces =
    [
        "metrics.",
        "params.",
        "tags.",
        "a",
        "run_id",
        "start_time",
        "`",
        "'",
        "\"",
        "''",
        "'x'",
        "\\",
        " ",
        "\n",
        ",",
        ";",
        "(",
        ")",
        "=",
        "!=",
        "<",
        "LIKE",
        "ILIKE",
        "IN",
        "NOT",
        "IS",
        "NULL",
        "AND",
        "OR",
        "BETWEEN",
        "1",
        "-",
        "1e5",
        "1e999",
        ".",
        "%",
        "ß",
        "\0",
    ];

    /// <summary>Texts that come close to the language: its own pieces in any order, with noise between.</summary>
    private static readonly Gen<string> _nearFilter = Gen.OneOf(
            Gen.Int[0, _pieces.Length - 1].Select(i => _pieces[i]),
            Gen.String[0, 4]
        )
        .List[0, 25]
        .Select(string.Concat);

    [Fact]
    public void Parse_AnyText_AnswersOrRefusesWith400() =>
        _nearFilter.Sample(
            text =>
            {
                var (meaning, refusal) = Parse(text);
                (meaning is null).ShouldBe(refusal is not null);
                Parse(text).ShouldBe((meaning, refusal));
                ParseOrder(text);
            },
            iter: 20_000
        );

    [Fact]
    public void Prepare_AnyValues_KeepsThemOutOfTheStatement() =>
        Gen.Select(
                Gen.String[Gen.Char['a', 'z'], 12, 20],
                Gen.String[Gen.Char['a', 'z'], 12, 20],
                Gen.Long[1_000_000_007, long.MaxValue]
            )
            .Sample(
                (key, value, number) =>
                {
                    var filter =
                        $"params.{key} = '{value}' AND tags.{key} LIKE '{value}%' AND run_id IN ('{value}') AND datasets.name != '{value}'"
                        + $" AND start_time > {number} AND metrics.{key} < {number} AND tags.`{key} ` IS NULL AND run_name ILIKE '{value}'";
                    var query = new RunQuery(
                        [number],
                        filter,
                        [$"metrics.{key}", $"params.{key} DESC", $"tags.{key}"],
                        ViewType.All,
                        7,
                        null
                    );
                    var statement = RunSearch.Prepare(query, SqliteDialect.Instance).Statement;
                    statement.ShouldNotContain(key);
                    statement.ShouldNotContain(value);
                    statement.ShouldNotContain(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                },
                iter: 500
            );

    private static (string? Meaning, string? Refusal) Parse(string text)
    {
        try
        {
            return (FilterText.Of(FilterParser.Parse(text, RunFilterRules.Instance)), null);
        }
        catch (CairnException e) when (e.Code == ErrorCode.InvalidParameterValue)
        {
            return (null, e.Message);
        }
    }

    private static void ParseOrder(string text)
    {
        try
        {
            OrderByParser.Parse([text], RunFilterRules.Instance);
        }
        catch (CairnException e) when (e.Code == ErrorCode.InvalidParameterValue)
        {
            // Refused as it should be.
        }
    }
}
