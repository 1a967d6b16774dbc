using System.CommandLine;
using System.CommandLine.Parsing;
using BenchmarkDotNet.Running;
using Cairn.Bench.Artifacts;
using Cairn.Bench.Ceiling;
using Cairn.Bench.Load;
using Cairn.Bench.Registry;

var url = new Option<Uri[]>("--url")
{
    Description = "A server on this machine; give a second one to compare.",
    Required = true,
    CustomParser = result => [.. result.Tokens.Select(token => Address(result, token.Value)).OfType<Uri>()],
};
var runs = new Option<int>("--runs")
{
    Description = "Runs to read, made before the measurement.",
    DefaultValueFactory = _ => 2000,
};
var seconds = new Option<int>("--seconds")
{
    Description = "Length of each scenario; the two heavy reads take three times as long.",
    DefaultValueFactory = _ => 6,
};
var connections = new Option<int>("--connections")
{
    Description = "Connections; the two heavy reads use two.",
    DefaultValueFactory = _ => 16,
};
var only = new Option<string[]>("--only")
{
    Description = "Scenarios to run, instead of all.",
    AllowMultipleArgumentsPerToken = true,
};
var database = new Option<string?>("--database")
{
    Description =
        "The database to measure, as for --backend-store-uri; runs are added to it. A temporary SQLite file by default.",
};

var load = new Command("load", "Measures MLflow-compatible servers over HTTP and prints them side by side.")
{
    url,
    runs,
    seconds,
    connections,
    only,
};
load.SetAction(
    (parsed, ct) =>
        LoadCommand.RunAsync(
            parsed.GetValue(url)!,
            new(
                parsed.GetValue(runs),
                parsed.GetValue(seconds),
                parsed.GetValue(connections),
                new HashSet<string>(parsed.GetValue(only) ?? [])
            ),
            Console.Out,
            ct
        )
);

var ceiling = new Command("ceiling", "Runs the same SQL without HTTP: what a server could reach at most.")
{
    runs,
    seconds,
    connections,
    only,
    database,
};
ceiling.SetAction(
    (parsed, ct) =>
        CeilingCommand.RunAsync(
            parsed.GetValue(database),
            new(
                parsed.GetValue(runs),
                parsed.GetValue(seconds),
                parsed.GetValue(connections),
                new HashSet<string>(parsed.GetValue(only) ?? [])
            ),
            Console.Out,
            ct
        )
);

var server = new Option<Uri>("--url")
{
    Description = "A server on this machine that serves the database.",
    Required = true,
    CustomParser = result => Address(result, result.Tokens[0].Value),
};
var uri = new Option<string>("--backend-store-uri")
{
    Description = "The server's database, which is filled before the first measurement.",
    Required = true,
};
var registry = new Command("registry", "Measures reads of a registry of 100,000 versions over HTTP.")
{
    server,
    uri,
    seconds,
    connections,
    only,
};
registry.SetAction(
    (parsed, ct) =>
        RegistryCommand.RunAsync(
            parsed.GetValue(server)!,
            parsed.GetValue(uri)!,
            new(
                0,
                parsed.GetValue(seconds),
                parsed.GetValue(connections),
                new HashSet<string>(parsed.GetValue(only) ?? [])
            ),
            Console.Out,
            ct
        )
);

var cairn = new Option<string>("--cairn") { Description = "The published executable of the server.", Required = true };
var blob = new Option<Uri>("--blob")
{
    Description = "Azurite's endpoint.",
    DefaultValueFactory = _ => new("http://127.0.0.1:10000/devstoreaccount1"),
    CustomParser = result => Address(result, result.Tokens[0].Value),
};
var size = new Option<int>("--mebibytes")
{
    Description = "The size of the large file.",
    DefaultValueFactory = _ => 2048,
};
var rate = new Option<int>("--rate")
{
    Description = "The relay's speed each way, in MB/s.",
    DefaultValueFactory = _ => 100,
};
var blobs = new Option<int>("--blobs")
{
    Description = "How many blobs are listed and deleted.",
    DefaultValueFactory = _ => 10_000,
};
var parts = new Option<string[]>("--only")
{
    Description = "Parts to run, instead of all.",
    AllowMultipleArgumentsPerToken = true,
};
parts.AcceptOnlyFromAmong("direct", "relay", "many");
var artifacts = new Command("artifacts", "Compares the artifact proxy with Microsoft's SDK on the same Azurite.")
{
    cairn,
    blob,
    size,
    rate,
    blobs,
    parts,
};
artifacts.SetAction(
    (parsed, ct) =>
        ArtifactsCommand.RunAsync(
            new(
                parsed.GetValue(cairn)!,
                parsed.GetValue(blob)!,
                parsed.GetValue(size),
                parsed.GetValue(rate),
                parsed.GetValue(blobs),
                new HashSet<string>(parsed.GetValue(parts) ?? [])
            ),
            Console.Out,
            ct
        )
);

var micro = new Command(
    "micro",
    "Micro benchmarks of parsing, JSON and log-batch (BenchmarkDotNet's own options follow --)."
)
{
    TreatUnmatchedTokensAsErrors = false,
};
micro.SetAction(parsed =>
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. parsed.UnmatchedTokens]);
});

return await new RootCommand("Cairn's benchmarks.") { load, ceiling, artifacts, registry, micro }
    .Parse(args)
    .InvokeAsync();

static Uri? Address(ArgumentResult result, string text)
{
    if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
    {
        return address;
    }

    result.AddError($"'{text}' is no URL.");
    return null;
}
