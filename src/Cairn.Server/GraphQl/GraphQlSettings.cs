using Cairn.Server.Settings;

namespace Cairn.Server.GraphQl;

/// <summary>What a GraphQL query may ask for.</summary>
internal static class GraphQlSettings
{
    public static IReadOnlyList<Setting<GraphQlOptions>> All { get; } =
    [
        new()
        {
            Variable = "MLFLOW_SERVER_GRAPHQL_MAX_ROOT_FIELDS",
            ValueName = "NUMBER",
            Default = "10",
            Help = "The maximum number of root fields in a GraphQL query.",
            Apply = (options, text) => options with { MaxRootFields = SettingText.Number(text, 1, 1000) },
        },
        new()
        {
            Variable = "MLFLOW_SERVER_GRAPHQL_MAX_ALIASES",
            ValueName = "NUMBER",
            Default = "10",
            Help = "The maximum number of aliased root fields in a GraphQL query.",
            Apply = (options, text) => options with { MaxAliases = SettingText.Number(text, 0, 1000) },
        },
    ];
}
