namespace Cairn.Contracts.Runs;

/// <summary>Which of the active and deleted entities a search looks at; the numbers are protobuf's.</summary>
public enum ViewType
{
    /// <summary>Entities that are not deleted.</summary>
    ActiveOnly = 1,

    /// <summary>Deleted entities.</summary>
    DeletedOnly = 2,

    /// <summary>Both.</summary>
    All = 3,
}
