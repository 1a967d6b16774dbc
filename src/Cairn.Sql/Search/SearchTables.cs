using Cairn.Core.Search;

namespace Cairn.Sql.Search;

/// <summary>Where the fields of an entity's search language are in the database: the whitelist of columns.</summary>
internal sealed record SearchTables
{
    /// <summary>The table and its alias.</summary>
    public required string From { get; init; }

    /// <summary>The entity's key, as a column.</summary>
    public required string Id { get; init; }

    /// <summary>The columns of the attributes, by the attribute's own name.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The tables of fields that the entity has any number of, one row each.</summary>
    public required IReadOnlyDictionary<FieldKind, KeyedTable> Keyed { get; init; }

    /// <summary>Fields of other entities: a subquery up to its last condition, and the column compared.</summary>
    public IReadOnlyDictionary<FilterField, (string Rows, string Column)> Related { get; init; } =
        new Dictionary<FilterField, (string, string)>();

    /// <summary>The column of an attribute.</summary>
    public string Column(string attribute) => Attributes[attribute];
}

/// <summary>A table of keys and values, one row for each key of an entity.</summary>
/// <param name="Name">The table.</param>
/// <param name="Owner">The column that names the entity.</param>
/// <param name="HasNaN">Whether a column <c>is_nan</c> tells that the value is not a number.</param>
/// <param name="IsIndexedByValue">Whether an index leads from key and the start of a value to the entity.</param>
/// <param name="IndexedKey">The one key for which such an index exists, when it exists for one alone.</param>
/// <param name="Key">The column of the key.</param>
/// <param name="Value">The column of the value.</param>
/// <param name="Also">One more condition on a row, of the alias <c>f</c>, for a key of several columns.</param>
internal sealed record KeyedTable(
    string Name,
    string Owner,
    bool HasNaN = false,
    bool IsIndexedByValue = false,
    string? IndexedKey = null,
    string Key = "key",
    string Value = "value",
    string? Also = null
);
