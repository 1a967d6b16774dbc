using System.Diagnostics;
using System.Text.Json.Nodes;
using Cairn.ChartTests.Image;

namespace Cairn.ChartTests.Pods;

/// <summary>Runs containers in an image, locked down as their manifests say.</summary>
/// <param name="image">The image.</param>
internal sealed class PodmanContainers(string image) : IContainers
{
    /// <inheritdoc/>
    public RunningContainer Start(ContainerSpec spec)
    {
        var name = $"cairn-test-{Guid.NewGuid():N}";
        var podman = ContainerTools.Podman();
        var start = new ProcessStartInfo(
            podman.Location,
            [
                .. ContainerTools.Running,
                "run",
                .. ContainerTools.Limits,
                "--name",
                name,
                .. Options(spec),
                image,
                .. spec.Args,
            ]
        );
        foreach (var (key, value) in spec.Environment)
        {
            start.Environment[key] = value; // Podman takes them from here: secrets are not to stand in its arguments.
        }

        return new(
            start,
            async (_, signal) => await podman.RunAsync([.. ContainerTools.Running, "kill", "--signal", signal, name])
        )
        {
            ExecAsync = args => podman.RunAsync([.. ContainerTools.Running, "exec", name, .. args]),
        };
    }

    private static IEnumerable<string> Options(ContainerSpec spec)
    {
        foreach (var variable in spec.Environment.Keys)
        {
            yield return $"--env={variable}";
        }

        foreach (var (path, folder) in spec.Mounts)
        {
            yield return $"--volume={folder}:{path}";
        }

        if (spec.Manifest["command"] is JsonArray command)
        {
            yield return $"--entrypoint={command.ToJsonString()}";
        }

        var (pod, own) = (spec.Pod["securityContext"]!, spec.Manifest["securityContext"]!);
        yield return $"--user={pod["runAsUser"]}:{pod["runAsGroup"]}";
        yield return $"--read-only={(bool)own["readOnlyRootFilesystem"]!}".ToLowerInvariant();
        yield return "--read-only-tmpfs=false";
        foreach (var capability in own["capabilities"]!["drop"]!.AsArray())
        {
            yield return $"--cap-drop={capability}";
        }

        if (!(bool)own["allowPrivilegeEscalation"]!)
        {
            yield return "--security-opt=no-new-privileges";
        }

        if (spec.Manifest["resources"]?["limits"]?["memory"] is { } memory)
        {
            yield return $"--memory={memory.ToString().TrimEnd('i').ToLowerInvariant()}";
        }
    }
}
