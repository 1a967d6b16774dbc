using System.Text.RegularExpressions;
using Cairn.Contracts.Webhooks;
using Cairn.Core.Errors;
using Cairn.Core.Validation;

namespace Cairn.Core.Webhooks;

/// <summary>What webhooks may be called and listen to.</summary>
public static partial class WebhookRules
{
    private const int LongestUrl = 500,
        LongestDescription = 1000;

    private static readonly Dictionary<WebhookEntity, WebhookAction[]> _possible = new()
    {
        [WebhookEntity.RegisteredModel] = [WebhookAction.Created],
        [WebhookEntity.ModelVersion] = [WebhookAction.Created],
        [WebhookEntity.ModelVersionTag] = [WebhookAction.Set, WebhookAction.Deleted],
        [WebhookEntity.ModelVersionAlias] = [WebhookAction.Created, WebhookAction.Deleted],
        [WebhookEntity.Prompt] = [WebhookAction.Created],
        [WebhookEntity.PromptVersion] = [WebhookAction.Created],
        [WebhookEntity.PromptTag] = [WebhookAction.Set, WebhookAction.Deleted],
        [WebhookEntity.PromptVersionTag] = [WebhookAction.Set, WebhookAction.Deleted],
        [WebhookEntity.PromptAlias] = [WebhookAction.Created, WebhookAction.Deleted],
        [WebhookEntity.BudgetPolicy] = [WebhookAction.Exceeded],
    };

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static void DemandName(string name)
    {
        if (!AllowedName().IsMatch(name))
        {
            throw CairnException.Invalid(
                $"Webhook name '{name}' is invalid. It must start and end with a letter or digit, be less than 63 characters long, "
                    + "and contain only letters, digits, dots (.), underscores (_), and hyphens (-)."
            );
        }
    }

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when the database could not hold one of
    /// them.</exception>
    public static void DemandLengths(string? url, string? description)
    {
        Lengths.Demand("url", url, LongestUrl);
        Lengths.Demand("description", description, LongestDescription);
    }

    /// <summary>The events without repetitions.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when there is none, or one that cannot
    /// happen.</exception>
    public static IReadOnlyList<WebhookEvent> Checked(IReadOnlyList<WebhookEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
        {
            throw CairnException.Invalid("Webhook events must be a non-empty list of WebhookEvent objects: [].");
        }

        foreach (var one in events)
        {
            Demand(one);
        }

        return [.. events.Distinct()];
    }

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE for an event that cannot happen.</exception>
    public static void Demand(WebhookEvent one)
    {
        var (entity, action) = (one?.Entity ?? WebhookEntity.Unspecified, one?.Action ?? WebhookAction.Unspecified);
        if (!_possible.TryGetValue(entity, out var actions) || !actions.Contains(action))
        {
            throw CairnException.Invalid(
                $"Invalid action '{action.Name()}' for entity '{entity.Name()}'. Valid actions are: "
                    + $"{string.Join(", ", (actions ?? []).Select(a => a.Name()))}."
            );
        }
    }

    /// <summary>404 in MLflow's words.</summary>
    public static CairnException Missing(string? id) => CairnException.Missing($"Webhook with ID {id} not found.");

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex AllowedName();
}
