namespace Cairn.Core.Access;

/// <summary>What a route does to the resources that it touches.</summary>
public enum AccessAction
{
    /// <summary>Requires no permission: health, version.</summary>
    Open,

    /// <summary>Reads a resource.</summary>
    Read,

    /// <summary>Reads many resources. The store leaves out those that the caller may not see.</summary>
    Search,

    /// <summary>Creates a resource of this kind.</summary>
    Create,

    /// <summary>Changes a resource or its content.</summary>
    Update,

    /// <summary>Deletes or restores a resource.</summary>
    Delete,

    /// <summary>Administers a resource, including its permissions.</summary>
    Manage,
}
