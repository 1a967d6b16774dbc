using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Search;

/// <summary>The parts of a search statement as they come together. Values only ever enter as parameters.</summary>
internal sealed class SearchSql(SqlDialect dialect)
{
    private readonly List<SqlParam> _parameters = [];

    public SqlDialect Dialect => dialect;

    /// <summary>Joins, in order.</summary>
    public List<string> Joins { get; } = [];

    /// <summary>Conditions that must all hold.</summary>
    public List<string> Conditions { get; } = [];

    public IReadOnlyList<SqlParam> Parameters => _parameters;

    /// <summary>Takes a value and returns the name that stands for it.</summary>
    public string Bind(object value)
    {
        var name = $"@p{_parameters.Count}";
        _parameters.Add(new(name, value));
        return name;
    }
}
