using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Registry;
using Cairn.Contracts.Runs;

namespace Cairn.ConformanceTests.Runs;

/// <summary>A run's inputs keep the order in which they were logged.</summary>
public sealed class RunInputOrderTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task GetAsync_OfDatasetsAndModels_KeepsTheOrderOfLogging(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        await stores.Runs.CreateAsync(new("r", 0, "run", "me", 1, []), ct);
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"{i * 7 % 40}")];
        foreach (var part in names.Chunk(10))
        {
            await stores.Runs.LogInputsAsync(
                "r",
                [
                    .. part.Select(n => new DatasetInput
                    {
                        Dataset = new()
                        {
                            Name = n,
                            Digest = "d",
                            Source = "s",
                        },
                    }),
                ],
                [.. part.Select(n => new ModelInput { ModelId = n })],
                ct
            );
        }

        var inputs = (await stores.Runs.GetAsync("r", ct)).Inputs!;
        inputs.DatasetInputs!.Select(d => d.Dataset!.Name).ShouldBe(names);
        inputs.ModelInputs!.Select(m => m.ModelId).ShouldBe(names);
    }
}
