namespace Cairn.Sql.Dialects;

/// <summary>What differs between the databases, and nothing else.</summary>
/// <remarks>
/// Statements are written once, for both: PostgreSQL's SQL as far as SQLite has it too, and two forms that each dialect
/// spells its
/// own way. <c>= ANY(@list)</c> compares with each element of a list parameter (an array); <c>FROM @rows r</c> stands
/// for the rows
/// that a <see cref="Engine.RowStatement{T}"/> is given. A query that ends with <c>FOR SHARE</c> keeps its rows as they
/// are until the
/// transaction ends; where there is one writer at a time, they are kept anyway.
/// </remarks>
public abstract class SqlDialect
{
    /// <summary>What marks this database's own lines in the schema's scripts.</summary>
    internal abstract string Name { get; }

    /// <summary>Selects the names of the tables.</summary>
    internal abstract string TableNames { get; }

    /// <summary>Selects the names of the indexes.</summary>
    internal abstract string IndexNames { get; }

    /// <summary>What is to be done after rows with keys of their own were put into a database.</summary>
    internal abstract string AfterCopy { get; }

    /// <summary>Selects a row when the next experiment would get an id that exists already.</summary>
    internal abstract string IdsLag { get; }

    /// <summary>Moves the counter of experiment ids past the highest id, where the database keeps such a counter.</summary>
    internal abstract string AdvanceIds { get; }

    /// <summary>Plans the statements that bring tables of an earlier revision to the head.</summary>
    internal abstract ValueTask<IReadOnlyList<string>> PlanTablesAsync(Engine.SqlSession session);

    /// <summary>A statement in this database's spelling.</summary>
    /// <param name="sql">The statement as written.</param>
    public abstract string Translate(string sql);

    /// <summary>A row statement in this database's spelling.</summary>
    /// <param name="sql">The statement as written, with <c>@rows r</c>.</param>
    /// <param name="columns">Name and type of each column of <c>r</c>.</param>
    internal abstract string TranslateRows(string sql, IReadOnlyList<Engine.SqlColumn> columns);

    /// <summary>A text expression that compares and sorts by its bytes.</summary>
    public abstract string ByteOrder(string text);

    /// <summary>A row's physical place: the order in which rows were inserted, where none was deleted between.</summary>
    /// <param name="alias">The table's alias.</param>
    public abstract string Place(string alias);

    /// <summary>
    /// A column that no index is to be looked up by, where the planner has no statistics to tell it so.
    /// </summary>
    public abstract string Unindexed(string column);

    /// <summary>
    /// The end of a FROM clause, and its WHERE: joins each row that stands before it with those that it leads to, one
    /// look-up for
    /// each, also where the planner has no statistics to tell it that they are few.
    /// </summary>
    /// <param name="table">The table to look up in.</param>
    /// <param name="alias">The table's alias.</param>
    /// <param name="condition">Compares the columns of an index with those of the row.</param>
    public abstract string LookUp(string table, string alias, string condition);

    /// <summary>
    /// The end of a subquery that the planner leaves as it is. The time to plan a statement grows beyond all bounds with
    /// the number of subqueries that the planner considers to join.
    /// </summary>
    public abstract string Apart { get; }

    /// <summary>A case-sensitive LIKE. A backslash is a character like any other.</summary>
    public abstract string Like(string operand, string pattern);

    /// <summary>A LIKE that ignores case. A backslash is a character like any other.</summary>
    public abstract string ILike(string operand, string pattern);

    /// <summary>
    /// Demands that a text fits its column, where columns have a length that the database insists on.
    /// </summary>
    /// <param name="field">The field's name on the wire.</param>
    /// <param name="text">The text.</param>
    /// <param name="column">How many characters its column holds.</param>
    /// <exception cref="Core.Errors.CairnException">INVALID_PARAMETER_VALUE, naming the field.</exception>
    public virtual void DemandFits(string field, string? text, int column) { }

    /// <summary>What an exception of the driver means.</summary>
    public abstract SqlFailure Classify(Exception exception);
}

/// <summary>What a failure of the database means to a caller.</summary>
public enum SqlFailure
{
    /// <summary>Nothing known: a bug or a broken database.</summary>
    Unknown,

    /// <summary>A value that a unique constraint covers exists already.</summary>
    Duplicate,

    /// <summary>A primary key exists already.</summary>
    DuplicateKey,

    /// <summary>A foreign key, check or not-null constraint refuses the value.</summary>
    Constraint,

    /// <summary>The value is of the wrong type or too long for its column.</summary>
    BadValue,

    /// <summary>A conflict with another transaction: trying again may succeed.</summary>
    Conflict,

    /// <summary>The database cannot take it now: full disk, lost connection, locked.</summary>
    Unavailable,
}
