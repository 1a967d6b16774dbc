using System.CommandLine;
using Cairn.Server.Hosting;

namespace Cairn.Commands.Doctor;

/// <summary>
/// <c>cairn doctor</c>: checks the set-up of a server with the same flags and variables as <c>cairn server</c>.
/// </summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new SettingsCommand(
            "doctor",
            "Check the database and the artifact store of a server, and say what to do about what fails.",
            ServerSettings.All,
            async (parsed, configuration, ct) =>
            {
                var report = new DoctorReport();
                report.Add(
                    new(
                        "configuration",
                        true,
                        configuration.Ignored.Count == 0
                            ? "understood"
                            : $"understood; without effect here: {string.Join(", ", configuration.Ignored)}"
                    )
                );
                await foreach (var finding in DatabaseCheckup.RunAsync(configuration.Options, ct))
                {
                    report.Add(finding);
                }

                await foreach (var finding in StoreCheckup.RunAsync(configuration.Options.Artifacts, ct))
                {
                    report.Add(finding);
                }

                await (
                    parsed.GetValue(json)
                        ? report.WriteJsonAsync(parsed.InvocationConfiguration.Output)
                        : report.WriteTableAsync(parsed.InvocationConfiguration.Output)
                );
                return report.Failures == 0 ? ExitCode.Ok : ExitCode.Failed;
            }
        );
        command.Options.Add(json);
        return command;
    }
}
