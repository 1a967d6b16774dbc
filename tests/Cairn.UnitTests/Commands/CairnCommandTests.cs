using Cairn.Commands;
using Cairn.Server;

namespace Cairn.UnitTests.Commands;

public sealed class CairnCommandTests
{
    [Fact]
    public async Task Version_IsPrinted()
    {
        var (code, output, _) = await RunAsync("--version");
        code.ShouldBe(0);
        output.Trim().ShouldBe($"cairn {ServerVersion.Cairn} (MLflow API {ServerVersion.Mlflow})");
    }

    [Fact]
    public async Task NoArguments_ShowTheHelp()
    {
        var (code, output, _) = await RunAsync();
        code.ShouldBe(0);
        output.ShouldContain("cairn server");
    }

    [Fact]
    public async Task ServerHelp_NamesFlagsVariablesAndDefaults()
    {
        var (code, output, _) = await RunAsync("server", "--help");
        code.ShouldBe(0);
        output.ShouldContain("-h, --host <ADDRESS>");
        output.ShouldContain("MLFLOW_BACKEND_STORE_URI; default sqlite:///mlflow.db");
        output.ShouldContain("MLFLOW_SQLALCHEMYSTORE_POOL_SIZE");
        output.ShouldNotContain("-h, --help");
    }

    [Fact]
    public async Task Server_WithManyMistakes_TellsAllAndReturnsTwo()
    {
        var (code, _, error) = await RunAsync(
            "server",
            "--bogus",
            "-p",
            "x",
            "-h",
            "a b",
            "--static-prefix=mlf",
            "--allowed-hosts",
            "*x"
        );
        code.ShouldBe(2);
        string[] expected =
        [
            "'--bogus'",
            "--port: 'x'",
            "--host: 'a b'",
            "--static-prefix: 'mlf'",
            "--allowed-hosts: '*x'",
            "cairn server --help",
        ];
        expected.ShouldAllBe(text => error.Contains(text));
    }

    [Fact]
    public async Task DbStatus_OfADatabaseThatDoesNotAnswer_ReturnsThreeAndHidesThePassword()
    {
        var (code, _, error) = await RunAsync("db", "status", "postgresql://u:hush@127.0.0.1:1/d");
        code.ShouldBe(3, error);
        error.ShouldContain("does not answer");
        error.ShouldNotContain("hush");
    }

    [Fact]
    public async Task DbStatus_OfAFileThatIsNotThere_ReturnsTwo() =>
        (await RunAsync("db", "status", "sqlite:////nowhere/at/all.db")).Code.ShouldBe(2);

    [Theory]
    [InlineData("@/etc/hostname")]
    [InlineData("--bogus")]
    [InlineData("--port")]
    public async Task Server_WithWhatItDoesNotKnow_ReturnsTwo(string argument)
    {
        var (code, _, error) = await RunAsync("server", argument);
        code.ShouldBe(2);
        error.ShouldContain(argument);
    }

    [Fact]
    public async Task Server_WithAMissingEnvFile_ReturnsTwo()
    {
        var (code, _, error) = await RunAsync("server", "--env-file", "/nowhere/.env");
        code.ShouldBe(2);
        error.ShouldContain("--env-file: cannot read '/nowhere/.env'");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CairnCommand.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
