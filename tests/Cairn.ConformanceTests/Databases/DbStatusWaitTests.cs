using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Databases;

/// <summary><c>cairn db status --wait</c>, which a pod runs before its server starts.</summary>
public sealed class DbStatusWaitTests
{
    [Fact]
    public async Task Wait_UntilTheDatabaseAnswers_Succeeds()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var uri = await postgres.CreateDatabaseAsync();
        await postgres.StopAsync();
        using var error = new LinesSeen();
        var waiting = CairnExecutable.RunAsync(["db", "status", "--wait", uri], new StringWriter(), error);
        await error.First;
        waiting.IsCompleted.ShouldBeFalse();
        await postgres.RestartAsync();
        (await waiting).ShouldBe(0);
    }

    [Fact]
    public async Task Wait_ForADatabaseThatIsNotThere_EndsAtOnce()
    {
        await using var postgres = await PostgresServer.StartAsync();
        (
            await CairnExecutable.RunAsync(
                ["db", "status", "--wait", postgres.Uri("nowhere")],
                new StringWriter(),
                new StringWriter()
            )
        ).ShouldBe(2);
    }

    private sealed class LinesSeen : StringWriter
    {
        private readonly TaskCompletionSource _first = new();

        public Task First => _first.Task;

        public override Task WriteLineAsync(string? value)
        {
            _first.TrySetResult();
            return base.WriteLineAsync(value);
        }
    }
}
