using Cairn.Core.Errors;

namespace Cairn.Core.Search;

/// <summary>The right or left side of a comparison, as written.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Tokens">Its tokens: one, or a list in parentheses.</param>
internal sealed record Operand(string Text, IReadOnlyList<FilterToken> Tokens)
{
    public bool IsList => Tokens.Count > 1;

    public FilterToken Token => Tokens[0];
}

/// <summary>A comparison as written. <paramref name="Right"/> is null for IS NULL and IS NOT NULL.</summary>
internal sealed record RawComparison(Operand Left, string Comparator, Operand? Right);

/// <summary>Groups a filter's tokens into comparisons joined by AND, and names whatever else stands there.</summary>
internal sealed class FilterClauses
{
    private readonly string _filter;
    private readonly FilterRules _rules;
    private readonly List<FilterToken> _tokens;
    private readonly int[] _closers;
    private readonly List<Clause> _clauses = [];
    private int _at;

    public FilterClauses(string filter, FilterRules rules)
    {
        _filter = filter;
        _rules = rules;
        _tokens = FilterTokenizer.Tokenize(filter);
        _closers = Closers(_tokens);
    }

    public List<RawComparison> Read()
    {
        if (_tokens.Count == 0)
        {
            throw CairnException.Invalid($"Invalid filter '{_filter}'. Could not be parsed.");
        }

        var end = _tokens.FindIndex(t => t.Kind == FilterTokenKind.Semicolon);
        if (end >= 0 && end < _tokens.Count - 1)
        {
            throw CairnException.Invalid(
                $"Search filter contained multiple expression {PythonText.Repr(_filter)}. Provide AND-ed expression list."
            );
        }

        while (_at < _tokens.Count)
        {
            ReadClause();
        }

        var strays = _clauses
            .Where(c => c is { Comparison: null, IsAnd: false })
            .Select(c => _filter[c.Start..c.End])
            .ToList();
        return strays.Count > 0 ? throw CairnException.Invalid(_rules.StrayClauses(_filter, strays)) : Joined();
    }

    /// <summary>
    /// MLflow does not look at where the ANDs stand; a filter that is not what it seems is refused here.
    /// </summary>
    private List<RawComparison> Joined()
    {
        for (var i = 0; i < _clauses.Count; i++)
        {
            var wantsAnd = i % 2 == 1;
            if (_clauses[i].IsAnd != wantsAnd)
            {
                throw CairnException.Invalid(
                    wantsAnd
                        ? $"Invalid filter string: expected AND before '{_filter[_clauses[i].Start..]}'."
                        : $"Invalid filter string: expected a comparison before '{_filter[_clauses[i].Start..]}'."
                );
            }
        }

        return _clauses[^1].IsAnd
            ? throw CairnException.Invalid("Invalid filter string: expected a comparison after the last AND.")
            : [.. _clauses.Where(c => !c.IsAnd).Select(c => c.Comparison!)];
    }

    private void ReadClause()
    {
        var first = _tokens[_at];
        if (first.Is("AND"))
        {
            Add(1, isAnd: true);
        }
        else if (first.Kind == FilterTokenKind.Operator)
        {
            ReadStrays();
        }
        else if (OperandLength(_at) is var left and > 0)
        {
            ReadComparison(left);
        }
        else if (first.Kind == FilterTokenKind.Comma)
        {
            JoinAroundComma();
        }
        else
        {
            Add(1);
        }
    }

    private void ReadComparison(int left)
    {
        var comparator = _at + left;
        var isName = left == 1 && _tokens[_at].IsName;
        if (isName && Keyword(comparator, "IS") && Keyword(comparator + 1, "NULL"))
        {
            AddComparison(left, "IS NULL", comparator + 2, 0);
        }
        else if (
            isName
            && Keyword(comparator, "IS")
            && Keyword(comparator + 1, "NOT")
            && Keyword(comparator + 2, "NULL")
        )
        {
            AddComparison(left, "IS NOT NULL", comparator + 3, 0);
        }
        else if (isName && Keyword(comparator, "IN") && ListLength(comparator + 1) is var list and > 0)
        {
            AddComparison(left, "IN", comparator + 1, list);
        }
        else if (
            isName
            && Keyword(comparator, "NOT")
            && Keyword(comparator + 1, "IN")
            && ListLength(comparator + 2) is var notList and > 0
        )
        {
            AddComparison(left, "NOT IN", comparator + 2, notList);
        }
        else if (
            ComparatorLength(comparator) is var length and > 0
            && ValueLength(comparator + length) is var value and > 0
        )
        {
            var text = string.Join(' ', _tokens.Skip(comparator).Take(length).Select(t => t.Text.ToUpperInvariant()));
            AddComparison(left, text, comparator + length, value);
        }
        else
        {
            // MLflow's SQL parser takes a name after a name for its alias.
            var hasAlias = isName && comparator < _tokens.Count && _tokens[comparator].IsName;
            Add(hasAlias ? left + 1 : left);
        }
    }

    /// <summary>A calculation is no comparison of anything: its parts are named one by one.</summary>
    private void ReadStrays()
    {
        while (_at < _tokens.Count && !_tokens[_at].Is("AND"))
        {
            Add(1);
        }
    }

    private void JoinAroundComma()
    {
        var before = _clauses.Count > 0 && !_clauses[^1].IsAnd ? _clauses[^1] : null;
        Add(1);
        var comma = _clauses[^1];
        _clauses.RemoveAt(_clauses.Count - 1);
        if (_at < _tokens.Count && OperandLength(_at) > 0)
        {
            ReadClause();
            comma = comma with { End = _clauses[^1].End };
            _clauses.RemoveAt(_clauses.Count - 1);
        }

        if (before is not null)
        {
            _clauses.RemoveAt(_clauses.Count - 1);
            comma = comma with { Start = before.Start };
        }

        _clauses.Add(comma);
    }

    private bool Keyword(int at, string keyword) => at < _tokens.Count && _tokens[at].Is(keyword);

    private int OperandLength(int at) =>
        _tokens[at] is { IsName: true } or { Kind: FilterTokenKind.Text or FilterTokenKind.Number }
            ? 1
            : ListLength(at);

    private int ValueLength(int at) =>
        at >= _tokens.Count ? 0
        : _tokens[at].Is("NULL") ? 1
        : OperandLength(at);

    private int ComparatorLength(int at) =>
        at >= _tokens.Count ? 0
        : _tokens[at].Kind == FilterTokenKind.Comparator || IsPattern(at) ? 1
        : _tokens[at].Is("NOT") && IsPattern(at + 1) ? 2
        : 0;

    private bool IsPattern(int at) => Keyword(at, "LIKE") || Keyword(at, "ILIKE") || Keyword(at, "RLIKE");

    /// <summary>
    /// The number of tokens from an opening parenthesis to the one that closes it; 0 when there is none.
    /// </summary>
    private int ListLength(int at) => at < _tokens.Count && _closers[at] > 0 ? _closers[at] - at + 1 : 0;

    /// <summary>For each opening parenthesis the index of the one that closes it; 0 elsewhere.</summary>
    private static int[] Closers(List<FilterToken> tokens)
    {
        var closers = new int[tokens.Count];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == FilterTokenKind.Open)
            {
                open.Push(i);
            }
            else if (tokens[i].Kind == FilterTokenKind.Close && open.TryPop(out var opener))
            {
                closers[opener] = i;
            }
        }

        return closers;
    }

    private Operand OperandAt(int at, int length) =>
        new(_filter[_tokens[at].Start.._tokens[at + length - 1].End], _tokens.GetRange(at, length));

    private void AddComparison(int left, string comparator, int right, int length)
    {
        var comparison = new RawComparison(
            OperandAt(_at, left),
            comparator,
            length == 0 ? null : OperandAt(right, length)
        );
        Add(right + length - _at, comparison: comparison);
    }

    private void Add(int length, bool isAnd = false, RawComparison? comparison = null)
    {
        _clauses.Add(new(_tokens[_at].Start, _tokens[_at + length - 1].End, isAnd, comparison));
        _at += length;
    }

    private sealed record Clause(int Start, int End, bool IsAnd, RawComparison? Comparison);
}
