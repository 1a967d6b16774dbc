using System.Text.Json.Nodes;

namespace Cairn.ChartTests.Pods;

/// <summary>One container of a pod, with everything resolved that its manifest refers to.</summary>
/// <param name="Manifest">Its own manifest.</param>
/// <param name="Pod">The pod's.</param>
/// <param name="Environment">Its variables.</param>
/// <param name="Mounts">Paths in it to folders of this machine.</param>
internal sealed record ContainerSpec(
    JsonNode Manifest,
    JsonNode Pod,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyDictionary<string, string> Mounts
)
{
    /// <summary>What its entry point is called with.</summary>
    public IEnumerable<string> Args => (Manifest["args"]?.AsArray() ?? []).Select(a => a!.ToString());
}

/// <summary>What runs containers: the kubelet resolves what is to run, and this runs it.</summary>
internal interface IContainers
{
    /// <summary>Starts a container.</summary>
    RunningContainer Start(ContainerSpec spec);
}
