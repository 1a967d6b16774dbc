namespace Cairn.Server.GraphQl;

/// <summary>What one query may ask for, so that a short text cannot start unbounded work.</summary>
public sealed record GraphQlOptions
{
    /// <summary>Root fields of an operation.</summary>
    public int MaxRootFields { get; init; } = 10;

    /// <summary>Root fields with an alias.</summary>
    public int MaxAliases { get; init; } = 10;

    /// <summary>Levels of fields below the root.</summary>
    public const int MaxDepth = 10;

    /// <summary>Fields of an operation, counted after its fragments are expanded.</summary>
    public const int MaxFields = 1000;

    /// <summary>The longest query text, in characters.</summary>
    public const int MaxLength = 100_000;

    /// <summary>Throws when an operation has too many root fields or aliases.</summary>
    /// <exception cref="GraphQlException">The message names the setting that raises the limit.</exception>
    internal void Check(int rootFields, int aliases)
    {
        Demand("root fields", rootFields, MaxRootFields, "MLFLOW_SERVER_GRAPHQL_MAX_ROOT_FIELDS");
        Demand("aliases", aliases, MaxAliases, "MLFLOW_SERVER_GRAPHQL_MAX_ALIASES");
    }

    private static void Demand(string what, int count, int max, string setting)
    {
        if (count > max)
        {
            throw new GraphQlException(
                $"GraphQL queries should have at most {max} {what}, got {count} {what}. "
                    + $"To increase the limit, set the {setting} environment variable."
            );
        }
    }
}
