using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Cairn.ChartTests.Deploy;

/// <summary>deploy/azure, compiled by the real Bicep. It needs no network and no subscription.</summary>
internal static class Bicep
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Repository.At("deploy", "azure");

    private static readonly Lazy<Tool> _bicep = new(Find);

    /// <summary>Runs Bicep and demands that it has nothing to complain of.</summary>
    public static async Task<string> RunAsync(params string[] args)
    {
        var (code, output, error) = await _bicep.Value.RunSplitAsync(args);
        code.ShouldBe(0, error);
        error.ShouldBeEmpty();
        return output;
    }

    /// <summary>What a deployment with these parameters would make, by type.</summary>
    public static async Task<ILookup<string, JsonNode>> PlanAsync(string parameters)
    {
        var folder = Directory.CreateTempSubdirectory("cairn-bicep-");
        var file = Path.Combine(folder.FullName, "plan.bicepparam");
        await File.WriteAllTextAsync(
            file,
            $"using '{Path.GetRelativePath(folder.FullName, Path.Combine(Folder, "main.bicep"))}'\nparam storageAccountName = 'yourmlflowstorage'\n{parameters}"
        );
        await RunAsync(
            "snapshot",
            file,
            "--mode",
            "overwrite",
            "--subscription-id",
            "00000000-0000-0000-0000-000000000001",
            "--tenant-id",
            "00000000-0000-0000-0000-000000000002",
            "--resource-group",
            "group",
            "--location",
            "westeurope"
        );
        var plan = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "plan.snapshot.json")))!;
        folder.Delete(recursive: true);
        return plan["predictedResources"]!.AsArray().ToLookup(r => r!["type"]!.ToString(), r => r!);
    }

    private static Tool Find()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            return Tool.Find("bicep", "bicep", "https://aka.ms/bicep");
        }

        // Packages carry no modes, and those of others are not ours to change.
        var program = Path.Combine(AppContext.BaseDirectory, "bicep");
        if (!File.Exists(program))
        {
            var path = typeof(Bicep)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(a => a.Key == "Bicep")
                .Value!;
            var copy = Path.Combine(AppContext.BaseDirectory, Path.GetRandomFileName());
            File.Copy(path, copy);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            File.Move(copy, program, overwrite: true);
        }

        return new(program);
    }
}
