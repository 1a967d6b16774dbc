using Cairn.Contracts.Registry;

namespace Cairn.Core.Registry;

/// <summary>Registered models, their tags and aliases. Names are exact: case matters.</summary>
public interface IRegisteredModelStore
{
    /// <summary>Creates a model, or a prompt when the tags say so.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_ALREADY_EXISTS when the name is taken, by a model or by a
    /// prompt.</exception>
    Task<RegisteredModel> CreateAsync(
        string name,
        string description,
        IReadOnlyList<RegistryTag> tags,
        CancellationToken ct
    );

    /// <summary>The model with its tags, aliases and the newest version of each stage.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST.</exception>
    Task<RegisteredModel> GetAsync(string name, CancellationToken ct);

    /// <summary>Renames a model; versions, tags and aliases go with it.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST; RESOURCE_ALREADY_EXISTS when the new name is
    /// taken.</exception>
    Task<RegisteredModel> RenameAsync(string name, string newName, CancellationToken ct);

    /// <summary>Sets the description; null removes it.</summary>
    Task<RegisteredModel> UpdateAsync(string name, string? description, CancellationToken ct);

    /// <summary>Deletes a model with all that belongs to it.</summary>
    Task DeleteAsync(string name, CancellationToken ct);

    /// <summary>A page of models.</summary>
    Task<SearchRegisteredModelsResponse> SearchAsync(RegistryQuery query, CancellationToken ct);

    /// <summary>Sets a tag.</summary>
    Task SetTagAsync(string name, string key, string value, CancellationToken ct);

    /// <summary>Deletes a tag; none is no error.</summary>
    Task DeleteTagAsync(string name, string key, CancellationToken ct);

    /// <summary>Lets an alias name this version.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST when there is no such version.</exception>
    Task SetAliasAsync(string name, string alias, long version, CancellationToken ct);

    /// <summary>Deletes an alias; none is no error.</summary>
    Task DeleteAliasAsync(string name, string alias, CancellationToken ct);
}

/// <summary>A search for registered models or versions.</summary>
/// <param name="Filter">In MLflow's search language; null or empty finds all.</param>
/// <param name="OrderBy">Order clauses; empty takes the default order.</param>
/// <param name="MaxResults">The size of a page.</param>
/// <param name="PageToken">From the page before.</param>
public sealed record RegistryQuery(string? Filter, IReadOnlyList<string> OrderBy, int MaxResults, string? PageToken);
