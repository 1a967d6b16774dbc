using System.Reflection;

namespace Cairn.Server;

/// <summary>Which version this is.</summary>
public static class ServerVersion
{
    /// <summary>The MLflow version whose API is served; clients compare it with their own.</summary>
    public const string Mlflow = "3.11.1";

    /// <summary>The product's own version.</summary>
    public static string Cairn { get; } =
        typeof(ServerVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";
}
