using System.CommandLine;
using BenchmarkDotNet.Running;
using Cairn.Bench.Ceiling;
using Cairn.Bench.Load;
using Cairn.Bench.Registry;

var url = new Option<Uri[]>("--url")
{
    Description = "A server on this machine; give a second one to compare.",
    Required = true,
    CustomParser = given => [.. given.Tokens.Select(token => new Uri(token.Value))], // The library knows no URIs.
};
var runs = new Option<int>("--runs") { Description = "Runs to read, made before the measurement.", DefaultValueFactory = _ => 2000 };
var seconds = new Option<int>("--seconds") { Description = "Length of each scenario; the two heavy reads take three times as long.", DefaultValueFactory = _ => 6 };
var connections = new Option<int>("--connections") { Description = "Connections; the two heavy reads use two.", DefaultValueFactory = _ => 16 };
var only = new Option<string[]>("--only") { Description = "Scenarios to run, instead of all.", AllowMultipleArgumentsPerToken = true };
var database = new Option<string?>("--database") { Description = "The database to measure, as for --backend-store-uri; runs are added to it. A temporary SQLite file by default." };

var load = new Command("load", "Measures MLflow-compatible servers over HTTP and prints them side by side.") { url, runs, seconds, connections, only };
load.SetAction((parsed, ct) => LoadCommand.RunAsync(
    parsed.GetValue(url)!,
    new(parsed.GetValue(runs), parsed.GetValue(seconds), parsed.GetValue(connections), new HashSet<string>(parsed.GetValue(only) ?? [])),
    Console.Out,
    ct));

var ceiling = new Command("ceiling", "Runs the same SQL without HTTP: what a server could reach at most.") { runs, seconds, connections, only, database };
ceiling.SetAction((parsed, ct) => CeilingCommand.RunAsync(
    parsed.GetValue(database),
    new(parsed.GetValue(runs), parsed.GetValue(seconds), parsed.GetValue(connections), new HashSet<string>(parsed.GetValue(only) ?? [])),
    Console.Out,
    ct));

var server = new Option<Uri>("--url")
{
    Description = "A server on this machine that serves the database.",
    Required = true,
    CustomParser = given => new Uri(given.Tokens[0].Value),
};
var uri = new Option<string>("--backend-store-uri") { Description = "The server's database, which is filled before the first measurement.", Required = true };
var registry = new Command("registry", "Measures reads of a registry of 100,000 versions over HTTP.") { server, uri, seconds, connections, only };
registry.SetAction((parsed, ct) => RegistryCommand.RunAsync(
    parsed.GetValue(server)!,
    parsed.GetValue(uri)!,
    new(0, parsed.GetValue(seconds), parsed.GetValue(connections), new HashSet<string>(parsed.GetValue(only) ?? [])),
    Console.Out,
    ct));

var micro = new Command("micro", "Micro benchmarks of parsing, JSON and log-batch (BenchmarkDotNet's own options follow --).") { TreatUnmatchedTokensAsErrors = false };
micro.SetAction(parsed => { BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. parsed.UnmatchedTokens]); });

return await new RootCommand("Cairn's benchmarks.") { load, ceiling, registry, micro }.Parse(args).InvokeAsync();
