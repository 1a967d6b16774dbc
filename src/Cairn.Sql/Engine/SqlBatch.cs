namespace Cairn.Sql.Engine;

/// <summary>Statements that are sent together: one round trip on a database across a network.</summary>
public sealed class SqlBatch
{
    private readonly List<Statement> _statements = [];

    internal IReadOnlyList<Statement> Statements => _statements;

    /// <summary>Adds a statement whose rows are read, in order, through <see cref="SqlResults"/>.</summary>
    public SqlBatch Query(string sql, params ReadOnlySpan<SqlParam> parameters) =>
        Add(new Single(sql, parameters.ToArray(), IsQuery: true));

    /// <summary>Adds a statement without rows.</summary>
    public SqlBatch Execute(string sql, params ReadOnlySpan<SqlParam> parameters) =>
        Add(new Single(sql, parameters.ToArray(), IsQuery: false));

    /// <summary>Adds a statement for a set of rows; none is no statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="rows">Its rows. Give them in key order: concurrent batches cannot deadlock then.</param>
    /// <param name="parameters">Parameters that are the same for all rows.</param>
    public SqlBatch Execute<T>(
        RowStatement<T> statement,
        IReadOnlyList<T> rows,
        params ReadOnlySpan<SqlParam> parameters
    ) => rows.Count == 0 ? this : Add(new ForRows<T>(statement, rows, parameters.ToArray()));

    private SqlBatch Add(Statement statement)
    {
        _statements.Add(statement);
        return this;
    }

    internal abstract record Statement(SqlParam[] Parameters);

    internal sealed record Single(string Sql, SqlParam[] Parameters, bool IsQuery) : Statement(Parameters);

    internal abstract record ForRows(SqlParam[] Parameters) : Statement(Parameters)
    {
        internal abstract int Count { get; }

        internal abstract IReadOnlyList<SqlColumn> Columns { get; }

        internal abstract string SqlFor(Dialects.SqlDialect dialect);

        internal abstract object? Value(int row, int column);
    }

    internal sealed record ForRows<T>(RowStatement<T> Statement, IReadOnlyList<T> Rows, SqlParam[] Parameters)
        : ForRows(Parameters)
    {
        internal override int Count => Rows.Count;

        internal override IReadOnlyList<SqlColumn> Columns => Statement.Columns;

        internal override string SqlFor(Dialects.SqlDialect dialect) => Statement.SqlFor(dialect);

        internal override object? Value(int row, int column) => Statement.Columns[column].Value(Rows[row]);
    }
}
