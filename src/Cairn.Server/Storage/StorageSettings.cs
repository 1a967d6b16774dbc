using Cairn.Server.Settings;

namespace Cairn.Server.Storage;

/// <summary>The settings of <see cref="StorageOptions"/>.</summary>
internal static class StorageSettings
{
    public const string BackendStore = "--backend-store-uri";
    public const string RegistryStore = "--registry-store-uri";

    public static IReadOnlyList<Setting<StorageOptions>> All { get; } =
    [
        new()
        {
            Flag = BackendStore,
            Variable = "MLFLOW_BACKEND_STORE_URI",
            ValueName = "URI",
            Default = "sqlite:///mlflow.db",
            Help =
                "Database of experiments, runs and models: sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME.",
            Apply = (options, text) => options with { BackendStoreUri = text.Trim() },
        },
        new()
        {
            Flag = "--backend-store-auth",
            Variable = "CAIRN_BACKEND_STORE_AUTH",
            ValueName = "password|entra",
            Default = "password",
            Help =
                "How to log in to PostgreSQL: with the URI's password, or with an Entra ID token of a managed identity, workload identity or service principal.",
            Apply = (options, text) =>
                options with
                {
                    UsesEntra = SettingText.OneOf(text, ("password", false), ("entra", true)),
                },
        },
        new()
        {
            Flag = "--upgrade-db",
            Variable = "CAIRN_UPGRADE_DB",
            Help = "Upgrade a database of an earlier MLflow on start, instead of refusing it.",
            Apply = (options, text) => options with { Upgrade = SettingText.Switch(text) },
        },
        new()
        {
            Flag = RegistryStore,
            Variable = "MLFLOW_REGISTRY_STORE_URI",
            ValueName = "URI",
            Default = "the database of --backend-store-uri",
            Help = "Database of the model registry and of webhooks, where it is one of its own.",
            Apply = (options, text) => options with { RegistryStoreUri = text.Trim() },
        },
        new()
        {
            Variable = "MLFLOW_SQLALCHEMYSTORE_POOL_SIZE",
            ValueName = "N",
            Help = "How many database connections are kept open (PostgreSQL).",
            Apply = (options, text) =>
                options with
                {
                    Connections = options.Connections with { PoolSize = SettingText.Number(text, 0, 10_000) },
                },
        },
        new()
        {
            Variable = "MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW",
            ValueName = "N",
            Help =
                "How many more connections may be opened while all of these are busy (PostgreSQL); -1 sets no bound.",
            Apply = (options, text) =>
                options with
                {
                    Connections = options.Connections with { MaxOverflow = SettingText.Number(text, -1, 10_000) },
                },
        },
        new()
        {
            Variable = "MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE",
            ValueName = "SECONDS",
            Help = "After how many seconds a connection is replaced (PostgreSQL); -1 never replaces one.",
            Apply = (options, text) =>
                options with
                {
                    Connections = options.Connections with
                    {
                        PoolRecycle = Age(SettingText.Number(text, -1, int.MaxValue)),
                    },
                },
        },
        new()
        {
            Variable = "MLFLOW_SQLALCHEMYSTORE_POOLCLASS",
            ValueName = "NAME",
            Help = "The class of SQLAlchemy's pool.",
            IsIgnored = true,
        },
    ];

    private static TimeSpan? Age(int seconds) => seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
}
