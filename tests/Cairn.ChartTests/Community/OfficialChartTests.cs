namespace Cairn.ChartTests;

/// <summary>Values of MLflow's own chart are refused with what to write instead.</summary>
public sealed class OfficialChartTests
{
    public static TheoryData<string> Values => [.. Community.Official.Select(entry => entry.Value)];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Value_IsRefusedWithItsTranslation(string value)
    {
        var entry = Community.Official.Single(e => e.Value == value);
        (await Chart.FailAsync(null, $"{value}.x=1")).ShouldContain(
            $"{value} is a value of MLflow's own chart. Use {entry.Instead}."
        );
    }

    [Fact]
    public async Task Values_AreReportedTogether()
    {
        var text = await Chart.FailAsync(
            """
            image: {repository: ghcr.io/mlflow/mlflow}
            mlflow: {backendStoreUri: "postgresql://u:p@db/mlflow", artifactsDestination: "s3://b"}
            server: {value_options: {workers: 4}}
            storage: {enabled: true}
            """
        );
        string[] named = ["mlflow.backendStoreUri", "mlflow.artifactsDestination", "server.value_options", "storage"];
        named.ShouldAllBe(value => text.Contains($"{value} is a value of MLflow's own chart"));
        text.ShouldContain("an image of MLflow's Python server");
        text.ShouldNotContain("u:p@db", Case.Sensitive, "values may be secrets");
    }
}
