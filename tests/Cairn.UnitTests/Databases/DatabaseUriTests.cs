using Cairn.Sql.Engine;
using Cairn.Sql.Engine.Postgres;

namespace Cairn.UnitTests.Databases;

public sealed class DatabaseUriTests
{
    private static readonly Dictionary<string, string> _none = [];

    [Theory]
    [InlineData("sqlite:////data/a.db", "/data/a.db")]
    [InlineData("sqlite:////data/a.db?timeout=5", "/data/a.db")]
    public void Parse_SqliteFile_IsItsAbsolutePath(string uri, string path) => Parse(uri).Database.ShouldBe(path);

    [Fact]
    public void Parse_RelativeSqliteFile_IsBelowTheCurrentFolder() =>
        Parse("sqlite:///a.db").Database.ShouldBe(Path.GetFullPath("a.db"));

    [Theory]
    [InlineData("sqlite:///:memory:", "memory")]
    [InlineData("sqlite://", "memory")]
    [InlineData("sqlite://a.db", "three slashes")]
    [InlineData("mysql://u:secret@h/d", "neither")]
    [InlineData("postgresql+odd://u:secret@h/d", "odd")]
    [InlineData("postgresql://u:secret@h:99999/d", "port")]
    [InlineData("postgresql://u:secret@a,b/d?port=1,2,3", "2 hosts and 3 ports")]
    [InlineData("mlflow.db", "URI")]
    public void Parse_Unusable_SaysWhyWithoutThePassword(string uri, string says)
    {
        var message = Should.Throw<FormatException>(() => Parse(uri)).Message;
        message.ShouldContain(says);
        message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(
        "postgresql://u:p%40ss%2F@db.example:6000/name",
        "Host=db.example;Port=6000;Database=name;Username=u;Password=p@ss/"
    )]
    [InlineData("postgresql+psycopg2://u:p@ss@h/name", "Host=h;Port=5432;Database=name;Username=u;Password=p@ss")]
    [InlineData(
        "postgresql+asyncpg://u@/name?host=/var/run/pg&port=5433",
        "Host=/var/run/pg;Port=5433;Database=name;Username=u;Password="
    )]
    [InlineData(
        "postgresql://u@%2Fvar%2Frun%2Fpg/name",
        "Host=/var/run/pg;Port=5432;Database=name;Username=u;Password="
    )]
    [InlineData(
        "postgresql://u@%2Fvar%2Frun%2Fpg:7/name",
        "Host=/var/run/pg;Port=7;Database=name;Username=u;Password="
    )]
    [InlineData(
        "postgresql://u@%2Fvar%2Frun%2Fa:7,b/name",
        "Host=/var/run/a:7,b:5432;Port=5432;Database=name;Username=u;Password="
    )]
    [InlineData("postgresql://u@/name?host=/run/100%25", "Host=/run/100%;Port=5432;Database=name;Username=u;Password=")]
    [InlineData(
        "postgresql+asyncpg://u@h/name?prepared_statement_cache_size=0",
        "Host=h;Port=5432;Database=name;Username=u;Password="
    )]
    [InlineData("postgresql://u@a:1,b:2/name", "Host=a:1,b:2;Port=5432;Database=name;Username=u;Password=")]
    [InlineData("postgresql://u@/name?host=a:1&host=b:2", "Host=a:1,b:2;Port=5432;Database=name;Username=u;Password=")]
    [InlineData("postgresql://u@a,b/name?port=7", "Host=a:7,b:7;Port=7;Database=name;Username=u;Password=")]
    [InlineData("postgresql://u@[::1]:7/name", "Host=::1;Port=7;Database=name;Username=u;Password=")]
    [InlineData(
        "postgresql+psycopg2://u@/name?host=a&port=7&host=b&port=8",
        "Host=a:7,b:8;Port=7;Database=name;Username=u;Password="
    )]
    [InlineData(
        "postgresql+psycopg://u@/name?host=a,b,c&port=7,,9",
        "Host=a:7,b:5432,c:9;Port=7;Database=name;Username=u;Password="
    )]
    [InlineData(
        "postgresql://u@[::1]:7,[::2]/name",
        "Host=[::1]:7,[::2]:5432;Port=5432;Database=name;Username=u;Password="
    )]
    [InlineData(
        "postgresql://u@h/name?user=other&password=p%2Bq",
        "Host=h;Port=5432;Database=name;Username=other;Password=p+q"
    )]
    [InlineData(
        "postgresql://u:p+q@h/name?ssl=disable&sslrootcert=system",
        "Host=h;Port=5432;Database=name;Username=u;Password=p+q"
    )]
    [InlineData("postgresql://u@h", "Host=h;Port=5432;Database=u;Username=u;Password=")]
    public void Parse_Postgres_TakesItsParts(string uri, string parts)
    {
        var text = PostgresConnectionString.From(Parse(uri));
        $"Host={text.Host};Port={text.Port};Database={text.Database};Username={text.Username};Password={text.Password}".ShouldBe(
            parts
        );
    }

    [Fact]
    public void Parse_WhatTheUriLeavesOut_ComesFromTheEnvironment()
    {
        var uri = Parse(
            "postgresql://",
            new()
            {
                ["PGHOST"] = "h",
                ["PGPORT"] = "7",
                ["PGUSER"] = "u",
                ["PGPASSWORD"] = "p",
                ["PGDATABASE"] = "d",
                ["PGSSLMODE"] = "verify-full",
            }
        );
        (uri.Hosts[0], uri.Port, uri.User, uri.Password, uri.Database, uri.Options["sslmode"]).ShouldBe(
            ("h", 7, "u", "p", "d", "verify-full")
        );
        Parse("postgresql://", new() { ["PGHOSTADDR"] = "10.0.0.4" }).Hosts.ShouldBe(["10.0.0.4"]);
        Parse(
                "postgresql://me@there:8/mine?sslmode=disable",
                new()
                {
                    ["PGHOST"] = "h",
                    ["PGUSER"] = "u",
                    ["PGPORT"] = "7",
                    ["PGSSLMODE"] = "require",
                }
            )
            .ToString()
            .ShouldBe("postgresql://me@there:8/mine");
    }

    [Fact]
    public void Parse_AzureAuth_IsNoOptionOfTheServer()
    {
        var uri = Parse(
            "postgresql://u@h/d?azure_auth=true&sslmode=require&options=-csearch_path%3Dml&connect_timeout=3"
        );
        uri.AzureAuth.ShouldBeTrue();
        var text = PostgresConnectionString.From(uri);
        (text.SslMode.ToString(), text.Options, text.Timeout).ShouldBe(("Require", "-csearch_path=ml", 3));
    }

    [Fact]
    public void ToString_WithAPassword_MasksIt() =>
        Parse("postgresql://u:s%40cret@h:7/d?sslpassword=x").ToString().ShouldBe("postgresql://u:***@h:7/d");

    [Theory]
    [InlineData("postgresql://u:secret@h/d", "postgresql://u@h/d")]
    [InlineData(
        "postgresql+asyncpg://a%40b:secret@h:7/d?sslmode=require&options=-csearch_path%3Dml&sslpassword=secret",
        "postgresql://a%40b@h:7/d?sslmode=require&options=-csearch_path%3Dml"
    )]
    [InlineData(
        "postgresql://u:secret@/d?host=/run/pg&port=7&azure_auth=true",
        "postgresql://u@/d?host=%2Frun%2Fpg&port=7&azure_auth=true"
    )]
    [InlineData("postgresql://u:secret@[::1]:7/d", "postgresql://u@[::1]:7/d")]
    [InlineData("postgresql://u:secret@a:1,b:2/d", "postgresql://u@a:1,b:2/d")]
    [InlineData("sqlite:////data/a.db", "sqlite:////data/a.db")]
    public void Argument_OfAUri_LeadsToTheSameDatabaseWithoutThePassword(string uri, string argument)
    {
        Parse(uri).Argument.ShouldBe(argument);
        Parse(argument).Argument.ShouldBe(argument);
    }

    [Fact]
    public void From_UnknownOption_IsNamed() =>
        Should
            .Throw<FormatException>(() => PostgresConnectionString.From(Parse("postgresql://h/d?nonsense=1")))
            .Message.ShouldContain("nonsense");

    private static DatabaseUri Parse(string uri, Dictionary<string, string>? variables = null) =>
        DatabaseUri.Parse(uri, (variables ?? _none).GetValueOrDefault);
}
