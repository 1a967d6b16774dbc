using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Cairn.Server.Listening;
using Cairn.Server.MlflowPages;
using Cairn.Server.Registry;
using Cairn.Server.Security;
using Cairn.Server.Settings;
using Cairn.Server.Storage;

namespace Cairn.Server.Hosting;

/// <summary>Runs the validators of all features.</summary>
internal static class ServerValidation
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(ServerOptions options, SettingSources sources) =>
        [
            .. DatabaseUriValidator.Validate(options.Storage, sources),
            .. ArtifactModeValidator.Validate(options.Artifacts, sources),
            .. ArtifactUriValidator.Validate(options.Artifacts, sources),
            .. HostValidator.Validate(options.Listen, sources),
            .. StaticPrefixValidator.Validate(options.Api, sources),
            .. AllowedHostsValidator.Validate(options.Security, sources),
            .. CorsOriginsValidator.Validate(options.Security, sources),
            .. MlflowPagesValidator.Validate(options.MlflowPages, sources),
            .. ModelSourceRegexValidator.Validate(options.Registry, sources),
        ];
}
