namespace Cairn.Core.Webhooks;

/// <summary>
/// Events that wait to be sent. They are written with what caused them, and stay until they are sent or given up.
/// </summary>
public interface IWebhookQueue
{
    /// <summary>
    /// Completes when something may be due: when an event was added by this process, after <see cref="Wake"/>, or at
    /// the latest after <paramref name="most"/>.
    /// </summary>
    Task WaitAsync(TimeSpan most, CancellationToken ct);

    /// <summary>Ends the wait of whoever waits, or the next one.</summary>
    void Wake();

    /// <summary>Takes deliveries that are due. Nobody else gets them until <paramref name="lease"/> is over.</summary>
    /// <param name="most">How many at the most.</param>
    /// <param name="lease">How long they are kept from others.</param>
    /// <param name="except">Webhooks whose deliveries stay.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<WebhookDelivery>> TakeAsync(
        int most,
        TimeSpan lease,
        IReadOnlyCollection<string> except,
        CancellationToken ct
    );

    /// <summary>When the next one is due; null when nothing waits.</summary>
    /// <param name="except">Webhooks whose deliveries do not count.</param>
    /// <param name="ct">Gives up.</param>
    Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<string> except, CancellationToken ct);

    /// <summary>Removes a delivery that was sent, or that is given up.</summary>
    Task RemoveAsync(WebhookDelivery delivery, CancellationToken ct);

    /// <summary>Lets a delivery wait for another attempt.</summary>
    Task PostponeAsync(WebhookDelivery delivery, TimeSpan by, CancellationToken ct);
}

/// <summary>An event on its way to one webhook.</summary>
/// <param name="EventId">The event.</param>
/// <param name="WebhookId">The webhook.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Secret">The webhook's encrypted secret; null when it has none.</param>
/// <param name="Entity">What happened to, as payloads name it.</param>
/// <param name="Action">What happened, as payloads name it.</param>
/// <param name="Data">The event's data, as JSON.</param>
/// <param name="Attempts">How many attempts were made before.</param>
public sealed record WebhookDelivery(
    string EventId,
    string WebhookId,
    string Url,
    string? Secret,
    string Entity,
    string Action,
    string Data,
    int Attempts
);
