namespace Cairn.Azure.Settings;

/// <summary>
/// What the environment says of Azure. An empty value counts as unset, as an unfilled line of a Helm chart leaves one.
/// </summary>
/// <param name="read">Reads a variable: <see cref="Environment.GetEnvironmentVariable(string)"/> outside of
/// tests.</param>
public sealed class AzureSettings(Func<string, string?> read)
{
    /// <summary>The settings of this process.</summary>
    public static AzureSettings FromEnvironment { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The account that URIs may leave out, and the one that keys in the environment belong to.</summary>
    public string? Account => this["AZURE_STORAGE_ACCOUNT"];

    /// <summary>
    /// The endpoint of a private cloud, a private link or an emulator, and the variable that names it.
    /// </summary>
    public (string Variable, string Value)? Endpoint => First("AZURE_STORAGE_BLOB_ENDPOINT", "AZURE_STORAGE_ENDPOINT");

    /// <summary>The endpoint to use where only <c>dfs</c> is reachable, and the variable that names it.</summary>
    public (string Variable, string Value)? DfsEndpoint => First("AZURE_STORAGE_DFS_ENDPOINT");

    /// <summary>A variable's value without surrounding blanks; null when it is unset or empty.</summary>
    public string? this[string name] => read(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The first of these variables that is set.</summary>
    public (string Variable, string Value)? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name] is { } value)
            {
                return (name, value);
            }
        }

        return null;
    }

    /// <summary>
    /// A secret that stands in one of these variables, or in the file that the variable with <c>_FILE</c> at its end
    /// names.
    /// </summary>
    public AzureSecret? Secret(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name] is { } value)
            {
                return new(name, value, null);
            }

            if (this[name + "_FILE"] is { } file)
            {
                var secret = new AzureSecret(name + "_FILE", "", file).Load();
                return secret.Value.Length > 0 ? secret : null;
            }
        }

        return null;
    }
}
