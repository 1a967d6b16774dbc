using Cairn.Server.Settings;

namespace Cairn.Server.Artifacts;

/// <summary>How artifact stores in a cloud are used.</summary>
internal static class ArtifactStoreSettings
{
    public static IReadOnlyList<Setting<ArtifactOptions>> All { get; } =
    [
        new()
        {
            Flag = "--artifact-transfer",
            Variable = "CAIRN_ARTIFACT_TRANSFER",
            ValueName = "proxy|redirect",
            Default = "proxy",
            Help =
                "Whether downloads go through this server or, from 1 MiB on, are redirected to a signed URL of the store.",
            Apply = (options, text) =>
                options with
                {
                    RedirectDownloads = SettingText.OneOf(text, ("proxy", false), ("redirect", true)),
                },
        },
        new()
        {
            Flag = "--require-store",
            Variable = "CAIRN_REQUIRE_STORE",
            Help = "Stop when the artifact store fails the check at start.",
            Apply = (options, text) => options with { RequireStore = SettingText.Switch(text) },
        },
        new()
        {
            Flag = "--store-check",
            Variable = "CAIRN_STORE_CHECK",
            ValueName = "write|read",
            Default = "write, with --no-serve-artifacts read",
            Help =
                "How the artifact store is checked: write, read and delete a small file, or only look for one, for servers that may not write.",
            Apply = (options, text) =>
                options with
                {
                    CheckWritesAsConfigured = SettingText.OneOf(text, ("write", true), ("read", false)),
                },
        },
        new()
        {
            Flag = "--create-container",
            Variable = "CAIRN_CREATE_CONTAINER",
            Help = "Make the storage container if it does not exist.",
            Apply = (options, text) =>
                options with
                {
                    Azure = options.Azure with { CreateContainer = SettingText.Switch(text) },
                },
        },
        new()
        {
            Flag = "--azure-access-tier",
            Variable = "CAIRN_AZURE_ACCESS_TIER",
            ValueName = "hot|cool|cold|archive",
            Help = "The access tier of new files in Azure storage; without it the account's own.",
            Apply = (options, text) => options with { Azure = options.Azure with { AccessTier = Tier(text) } },
        },
        new()
        {
            Flag = "--azure-access-tier-rules",
            Variable = "CAIRN_AZURE_ACCESS_TIER_RULES",
            ValueName = "TAG=VALUE:TIER,…",
            Help =
                "The access tier of new files of experiments with a tag, before the tier above; the first rule that fits counts.",
            Apply = (options, text) => options with { AccessTierRules = [.. SettingText.List(text).Select(Rule)] },
        },
    ];

    private static string Tier(string text) =>
        SettingText.OneOf(text, ("hot", "Hot"), ("cool", "Cool"), ("cold", "Cold"), ("archive", "Archive"));

    private static AccessTierRule Rule(string text)
    {
        var (equals, colon) = (text.IndexOf('=', StringComparison.Ordinal), text.LastIndexOf(':'));
        return equals > 0 && colon > equals
            ? new(text[..equals].Trim(), text[(equals + 1)..colon].Trim(), Tier(text[(colon + 1)..]))
            : throw new FormatException($"'{text}' is not TAG=VALUE:TIER");
    }
}
