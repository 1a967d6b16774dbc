using Cairn.ConformanceTests.Azure;
using Cairn.ConformanceTests.Hosting;
using Cairn.Server;
using Cairn.Server.Hosting;
using Npgsql;

namespace Cairn.ConformanceTests.Databases;

/// <summary>A PostgreSQL whose password is an Entra ID token.</summary>
public sealed class EntraPasswordTests(AzureFixture azure, PostgresFixture shared)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_WithEntraTokens_LogsInAndRenewsThem(bool byUri)
    {
        var client = Guid.NewGuid().ToString();
        await azure.Entra.StartAsync(TestContext.Current.CancellationToken);
        await using var postgres = await PostgresServer.StartAsync();
        var name = (await postgres.CreateDatabaseAsync()).Split('/')[^1];
        await using var admin = NpgsqlDataSource.Create(postgres.ConnectionString(name));
        await ExecuteAsync(
            admin,
            $"CREATE ROLE entra LOGIN PASSWORD 'first-token'; GRANT ALL ON SCHEMA public TO entra; GRANT ALL ON DATABASE {name} TO entra"
        );
        azure.Entra.Tokens[client] = "first-token";

        await using var cairn = await RunningCairn.StartAsync(options =>
            options with
            {
                Storage = options.Storage with
                {
                    BackendStoreUri =
                        $"postgresql://entra@127.0.0.1:{postgres.Port}/{name}?sslmode=disable{(byUri ? "&azure_auth=true" : "")}",
                    UsesEntra = !byUri,
                    Azure = AzureFixture
                        .Options(
                            new Dictionary<string, string>
                            {
                                ["AZURE_CLIENT_ID"] = client,
                                ["AZURE_CLIENT_SECRET"] = "s3cret-value",
                                ["AZURE_TENANT_ID"] = FakeEntra.Tenant,
                                ["AZURE_AUTHORITY_HOST"] = azure.Entra.Authority,
                            }
                        )
                        .Environment,
                },
            }
        );
        await cairn.CreateExperimentAsync();
        azure
            .Entra.Asked[client]
            .ShouldAllBe(asked => asked["scope"].Contains("https://ossrdbms-aad.database.windows.net/.default"));

        // The first token is no longer taken, and the connections that it opened are gone.
        await ExecuteAsync(admin, "ALTER ROLE entra PASSWORD 'second-token'");
        azure.Entra.Tokens[client] = "second-token";
        await ExecuteAsync(admin, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'entra'");
        await cairn.CreateExperimentAsync();
    }

    [Fact]
    public async Task Server_WhenEntraRefuses_SaysSoAndDoesNotStart()
    {
        var client = Guid.NewGuid().ToString();
        await azure.Entra.StartAsync(TestContext.Current.CancellationToken);
        var port = (await shared.Server).Port;
        azure.Entra.Refusals[client] = "AADSTS7000215: Invalid client secret provided.";
        var problem = await Should.ThrowAsync<ConfigurationException>(() =>
            RunningCairn.StartAsync(options =>
                options with
                {
                    Storage = options.Storage with
                    {
                        BackendStoreUri =
                            $"postgresql://entra@127.0.0.1:{port}/postgres?azure_auth=true&sslmode=disable",
                        Azure = AzureFixture
                            .Options(
                                new Dictionary<string, string>
                                {
                                    ["AZURE_CLIENT_ID"] = client,
                                    ["AZURE_CLIENT_SECRET"] = "s3cret-value",
                                    ["AZURE_TENANT_ID"] = FakeEntra.Tenant,
                                    ["AZURE_AUTHORITY_HOST"] = azure.Entra.Authority,
                                }
                            )
                            .Environment,
                    },
                }
            )
        );
        problem.Message.ShouldContain("AADSTS7000215");
        problem.Message.ShouldNotContain("s3cret-value");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
