using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Cairn.ChartTests;

/// <summary>The chart, rendered by the real Helm.</summary>
internal static class Chart
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Repository.At("charts", "cairn");

    /// <summary>What makes a minimal release on PostgreSQL, as <c>--set</c> lines.</summary>
    public static string[] Postgres { get; } =
    [
        "backendStore.postgres.enabled=true",
        "backendStore.postgres.host=db",
        "backendStore.postgres.database=mlflow",
        "backendStore.postgres.user=u",
        "backendStore.postgres.password=p",
    ];

    /// <summary>What keeps artifacts in Azure.</summary>
    public static string[] Azure { get; } =
    [
        "artifactRoot.azureBlob.enabled=true",
        "artifactRoot.azureBlob.container=mlflow-artifacts",
        "artifactRoot.azureBlob.storageAccount=yourmlflowstorage",
    ];

    /// <summary>Helm itself.</summary>
    public static Tool Helm() => Tool.Find("helm", "helm", "run ./test.sh once, or install it from https://helm.sh");

    /// <summary>The manifests of a release named mlflow in the namespace mlflow.</summary>
    public static async Task<Manifests> RenderAsync(string? values = null, params string[] sets)
    {
        var (code, text) = await TemplateAsync(values, sets);
        code.ShouldBe(0, text);
        return new([.. Parse(text)]);
    }

    /// <summary>The manifests of an upgrade of that release.</summary>
    public static async Task<Manifests> RenderUpgradeAsync(params string[] sets)
    {
        var (code, text) = await TemplateAsync(null, sets, "--is-upgrade");
        code.ShouldBe(0, text);
        return new([.. Parse(text)]);
    }

    /// <summary>What Helm says about a release that it cannot render.</summary>
    public static async Task<string> FailAsync(string? values = null, params string[] sets)
    {
        var (code, text) = await TemplateAsync(values, sets);
        code.ShouldNotBe(0, text);
        return text;
    }

    /// <summary>The release notes that helm install prints.</summary>
    public static async Task<string> NotesAsync(string? values = null, params string[] sets)
    {
        string[] args = ["install", "mlflow", Folder, "--dry-run=client", "--namespace", "mlflow", "--values", "-"];
        var (code, text) = await Helm()
            .RunAsync([.. args, .. sets.SelectMany(s => (string[])["--set", s])], values ?? "{}");
        code.ShouldBe(0, text);
        return text[text.IndexOf("NOTES:", StringComparison.Ordinal)..];
    }

    /// <summary>A values block of the guide.</summary>
    public static string Guide(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Guide", name + ".yaml"));

    private static Task<(int Code, string Text)> TemplateAsync(string? values, string[] sets, params string[] flags) =>
        Helm()
            .RunAsync(
                [
                    "template",
                    "mlflow",
                    Folder,
                    "--namespace",
                    "mlflow",
                    "--values",
                    "-",
                    .. sets.SelectMany(s => (string[])["--set", s]),
                    .. flags,
                ],
                values ?? "{}"
            );

    private static IEnumerable<JsonObject> Parse(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (deserializer.Deserialize<object?>(parser) is { } document)
            {
                yield return JsonSerializer.SerializeToNode(document)!.AsObject();
            }
        }
    }
}
