using Cairn.Sql.Engine.Postgres;

namespace Cairn.UnitTests.Databases;

public sealed class PostgresStatementTests
{
    [Theory]
    [InlineData("SELECT @a, @b, @a", "SELECT $1, $2, $1", "@a,@b")]
    [InlineData("SELECT '@a' || \"@b\" || @c -- @d\n, @e", "SELECT '@a' || \"@b\" || $1 -- @d\n, $2", "@c,@e")]
    [InlineData("SELECT 'it''s @a', @a::bigint[]", "SELECT 'it''s @a', $1::bigint[]", "@a")]
    [InlineData("SELECT a @> b, 'x@y.z'", "SELECT a @> b, 'x@y.z'", "")]
    public void Of_NamedParameters_AreNumbered(string sql, string numbered, string names)
    {
        var statement = PostgresStatement.Of(sql);
        statement.Sql.ShouldBe(numbered);
        string.Join(',', statement.Names).ShouldBe(names);
    }
}
