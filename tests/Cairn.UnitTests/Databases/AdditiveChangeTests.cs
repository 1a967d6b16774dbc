using Cairn.Sql.Schema;
using Cairn.Sql.Schema.Upgrade;

namespace Cairn.UnitTests.Databases;

/// <summary>Which statements of an upgrade may run while servers of the earlier schema serve.</summary>
public sealed class AdditiveChangeTests
{
    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS t (a INTEGER)", true)]
    [InlineData("CREATE INDEX IF NOT EXISTS cairn_x ON runs (a)", true)]
    [InlineData("ALTER TABLE runs ADD COLUMN \"a\" character varying(10)", true)]
    [InlineData("ALTER TABLE runs ADD COLUMN \"a\" integer DEFAULT 0 NOT NULL", true)]
    [InlineData("ALTER TABLE runs ALTER COLUMN \"a\" DROP NOT NULL", true)]
    [InlineData("ALTER TABLE runs ALTER COLUMN \"a\" SET DEFAULT 'x'", true)]
    [InlineData("INSERT INTO tags (key) SELECT 'a' FROM runs", true)]
    [InlineData("UPDATE alembic_version SET version_num = 'a'", true)]
    [InlineData("ANALYZE", true)]
    [InlineData("ALTER TABLE runs ADD COLUMN \"a\" integer NOT NULL", false)]
    [InlineData("ALTER TABLE runs ALTER COLUMN \"a\" SET NOT NULL", false)]
    [InlineData("ALTER TABLE runs ALTER COLUMN \"a\" DROP DEFAULT", false)]
    [InlineData("ALTER TABLE runs ALTER COLUMN \"a\" TYPE bigint", false)]
    [InlineData("ALTER TABLE runs RENAME COLUMN \"a\" TO \"b\"", false)]
    [InlineData("ALTER TABLE runs DROP CONSTRAINT \"c\"", false)]
    [InlineData("ALTER TABLE runs ADD CONSTRAINT \"c\" CHECK (a > 0)", false)]
    [InlineData("CREATE UNIQUE INDEX u ON runs (a)", false)]
    [InlineData("DROP INDEX \"i\"", false)]
    [InlineData("DROP TABLE runs", false)]
    [InlineData("UPDATE runs SET a = 1", false)]
    public void Is_AStatement_TellsWhatOldServersNotice(string statement, bool expected) =>
        AdditiveChange.Is(statement).ShouldBe(expected);

    [Fact]
    public void Is_WhatCairnAdds_IsAdditive() =>
        SchemaScript.Additions.ShouldAllBe(addition => AdditiveChange.Is(addition));
}
