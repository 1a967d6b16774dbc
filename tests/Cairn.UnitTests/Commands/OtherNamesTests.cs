using Cairn.OtherNames;

namespace Cairn.UnitTests.Commands;

/// <summary>What the image answers to <c>env</c>, <c>az</c> and <c>python</c>.</summary>
public sealed class OtherNamesTests
{
    [Theory]
    [InlineData("AZURE_STORAGE_KEY", "a2V5", "***")]
    [InlineData("AZURE_STORAGE_ACCESS_KEY", "a2V5", "***")]
    [InlineData("AZURE_CLIENT_SECRET", "s", "***")]
    [InlineData("PGPASSWORD", "p", "***")]
    [InlineData("AZURE_STORAGE_SAS_TOKEN", "sv=1", "***")]
    [InlineData("AZURE_STORAGE_CONNECTION_STRING", "AccountKey=a2V5", "***")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer x", "***")]
    [InlineData("IDENTITY_HEADER", "x", "***")]
    [InlineData("AZURE_STORAGE_KEY_2", "a2V5", "***")]
    [InlineData("ACCOUNTKEY1", "a2V5", "***")]
    [InlineData("DB_PASS", "p", "***")]
    [InlineData("MSSQL_PWD", "p", "***")]
    [InlineData("API_TOKENS", "t", "***")]
    [InlineData("SQLCONNECTIONSTRING", "Server=db", "***")]
    [InlineData("PWD", "/data", "/data")]
    [InlineData("AZURE_STORAGE_KEY_FILE", "/secrets/key", "/secrets/key")]
    [InlineData("MY_DATABASE", "host=db sslpassword=p", "host=db sslpassword=***")]
    [InlineData("AZURE_CLIENT_SECRET", "", "")]
    [InlineData("AZURE_CLIENT_ID", "11-22", "11-22")]
    [InlineData("AZURE_FEDERATED_TOKEN_FILE", "/var/run/token", "/var/run/token")]
    [InlineData("AZURE_STORAGE_ACCOUNT", "yourmlflowstorage", "yourmlflowstorage")]
    [InlineData(
        "MLFLOW_BACKEND_STORE_URI",
        "postgresql://u:p%40ss@db:5432/mlflow?sslmode=require",
        "postgresql://u:***@db:5432/mlflow?sslmode=require"
    )]
    [InlineData(
        "MLFLOW_ARTIFACTS_DESTINATION",
        "wasbs://c@a.blob.core.windows.net/x?sv=1&sig=s",
        "wasbs://c@a.blob.core.windows.net/x?sv=***&sig=***"
    )]
    [InlineData(
        "MY_STORE",
        "AccountName=a;AccountKey=a2V5==;EndpointSuffix=core.windows.net",
        "AccountName=a;AccountKey=***;EndpointSuffix=core.windows.net"
    )]
    public void Env_OfAVariable_ShowsNoSecret(string name, string value, string expected) =>
        EnvName.Masked(name, value).ShouldBe(expected);

    [Fact]
    public async Task Env_ListsTheVariables()
    {
        var (code, output, _) = await RunAsync("env");
        code.ShouldBe(0);
        output.ShouldContain($"PATH={Environment.GetEnvironmentVariable("PATH")}");
    }

    [Theory]
    [InlineData("az", "storage account show --name yourmlflowstorage", "Run 'cairn doctor' instead")]
    [InlineData("az", "storage blob upload -f a -c b", "Run 'cairn artifacts upload FILE URI' instead")]
    [InlineData("az", "storage blob download-batch -s c", "Run 'cairn artifacts download URI FILE' instead")]
    [InlineData("az", "storage container create --name c", "Run 'cairn artifacts list --create-container URI' instead")]
    [InlineData("az", "login", "'az login' is not in this image")]
    [InlineData("az", "storage blob list", "--container-name")]
    [InlineData("az", "storage blob list -c mlflow-artifacts --account-name a --query [].name", "--query")]
    [InlineData("az", "storage blob list -c mlflow-artifacts --account-name a -o tsv", "--output json|table")]
    [InlineData("az", "storage blob list -c Not_Valid --account-name yourmlflowstorage", "Not_Valid")]
    [InlineData("python", "-c import", "Run 'cairn doctor' instead")]
    [InlineData("env", "FOO=1 sh", "runs no program")]
    public async Task Name_CalledForWhatIsNotThere_SaysInOneLineWhatToRun(string name, string args, string expected)
    {
        var (code, output, error) = await RunAsync(name, args.Split(' '));
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain(expected);
        error.Trim().ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("cairn")]
    [InlineData("dotnet")]
    public async Task OwnName_IsTheProgram(string name) =>
        (await RunAsync(name, "--version")).Output.ShouldStartWith("cairn ");

    private static async Task<(int Code, string Output, string Error)> RunAsync(string name, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CalledAs.RunAsync(name, args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
