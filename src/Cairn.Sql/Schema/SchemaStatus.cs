namespace Cairn.Sql.Schema;

/// <summary>How a database's schema stands to the one that Cairn works on.</summary>
public enum SchemaState
{
    /// <summary>None of MLflow's tables exists.</summary>
    Empty,

    /// <summary>MLflow's head schema: it can be used as it is.</summary>
    Head,

    /// <summary>An earlier revision, which can be upgraded.</summary>
    Older,

    /// <summary>A revision of a newer MLflow, a foreign one, or tables without a revision.</summary>
    Unknown,
}

/// <summary>What a database's schema is.</summary>
/// <param name="State">How it stands to the head.</param>
/// <param name="Revision">The revision that the database names; null when it names none.</param>
/// <param name="MissingAdditions">Statements that make what Cairn adds and this database has not.</param>
/// <param name="IsHalfCopied">Whether a copy into this database has begun and not ended.</param>
public sealed record SchemaStatus(
    SchemaState State,
    string? Revision,
    IReadOnlyList<string> MissingAdditions,
    bool IsHalfCopied
);
