using Cairn.Contracts.Webhooks;
using Cairn.Core.Webhooks;
using Cairn.Sql.Engine;
using Cairn.Sql.Registry;
using Microsoft.Extensions.Logging;

namespace Cairn.Sql.Webhooks;

/// <summary>
/// Events that wait to be sent, in a table: an event is written in the transaction that causes it, so that it is
/// neither lost nor
/// sent for something that did not happen. Several servers may send from one table.
/// </summary>
/// <param name="registry">The registry's database.</param>
/// <param name="clock">Says what is due.</param>
/// <param name="log">Told when events are no longer kept.</param>
public sealed partial class WebhookOutbox(RegistryDatabase registry, TimeProvider clock, ILogger<WebhookOutbox> log)
    : IWebhookQueue,
        IDisposable
{
    /// <summary>
    /// How many events may wait for one webhook. Further ones are not sent to it: a target that is down for long must
    /// not fill the
    /// database, nor take the place of the others' events.
    /// </summary>
    public const int MostWaiting = 10_000;

    private readonly SemaphoreSlim _added = new(0, 1);
    private readonly Database _database = registry.Database;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static readonly string _add = $"""
        INSERT INTO cairn_webhook_outbox (event_id, webhook_id, entity, action, payload, created_ms, due_ms, attempts)
        SELECT @event, e.webhook_id, e.entity, e.action, @payload, @now, @now, 0
        FROM webhook_events e JOIN webhooks w ON w.webhook_id = e.webhook_id
        WHERE e.action = @action AND w.status = 'ACTIVE' AND w.deleted_timestamp IS NULL AND w.workspace = 'default'
          AND e.entity = CASE WHEN EXISTS (
              SELECT 1 FROM registered_model_tags p
              WHERE p.workspace = 'default' AND p.name = @name AND p.key = 'mlflow.prompt.is_prompt' AND p.value = 'true')
            THEN @prompt ELSE @model END
          AND (SELECT COUNT(*) FROM cairn_webhook_outbox o WHERE o.webhook_id = e.webhook_id) < {MostWaiting}
        """;

    private static readonly string _full =
        $"SELECT webhook_id FROM cairn_webhook_outbox GROUP BY webhook_id HAVING COUNT(*) >= {MostWaiting}";

    /// <summary>
    /// Adds an event for every webhook that listens to it. It is sent once the transaction is durable.
    /// </summary>
    internal async ValueTask AddAsync(SqlSession session, RegistryEvent happened)
    {
        await using var results = await session.RunAsync(
            new SqlBatch()
                .Execute(
                    _add,
                    ("@event", happened.Id),
                    ("@payload", happened.Data),
                    ("@now", Now),
                    ("@action", happened.Action.PayloadName()),
                    ("@name", happened.Model),
                    ("@prompt", happened.OfPrompt.PayloadName()),
                    ("@model", happened.OfModel.PayloadName())
                )
                .Query(_full)
        );
        foreach (var webhook in await results.ListAsync(r => r.GetString(0)))
        {
            Log.Full(log, webhook, MostWaiting);
        }

        await results.CompleteAsync();
    }

    /// <summary>Runs a write that may add events, then has them sent.</summary>
    internal async Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct)
    {
        var result = await _database.WriteAsync(work, ct);
        Wake();
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    internal Task WriteAsync(Func<SqlSession, ValueTask> work, CancellationToken ct) =>
        WriteAsync(
            async session =>
            {
                await work(session);
                return true;
            },
            ct
        );

    /// <inheritdoc/>
    public Task WaitAsync(TimeSpan most, CancellationToken ct) => _added.WaitAsync(most, ct);

    /// <inheritdoc/>
    public void Wake()
    {
        try
        {
            _added.Release();
        }
        catch (SemaphoreFullException)
        {
            // Whoever waits has not come yet: it will find what is due now too.
        }
    }

    // The outer condition is looked at again by whoever had to wait for another server's update.
    private const string Take = """
        UPDATE cairn_webhook_outbox SET due_ms = @until, attempts = attempts + 1
        WHERE due_ms <= @now AND (event_id, webhook_id) IN (
            SELECT o.event_id, o.webhook_id FROM cairn_webhook_outbox o
            WHERE o.due_ms <= @now AND NOT (o.webhook_id = ANY(@except)) ORDER BY o.due_ms LIMIT @most)
        RETURNING event_id, webhook_id, entity, action, payload, attempts
        """;

    private const string TargetsOf = """
        SELECT webhook_id, url, secret FROM webhooks WHERE webhook_id = ANY(@webhooks) AND deleted_timestamp IS NULL AND status = 'ACTIVE'
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<WebhookDelivery>> TakeAsync(
        int most,
        TimeSpan lease,
        IReadOnlyCollection<string> except,
        CancellationToken ct
    )
    {
        var now = Now;
        return _database.WriteAsync<IReadOnlyList<WebhookDelivery>>(
            async session =>
            {
                var taken = await session.ListAsync(
                    Take,
                    r => new WebhookDelivery(
                        r.GetString(0),
                        r.GetString(1),
                        "",
                        null,
                        r.GetString(2),
                        r.GetString(3),
                        r.GetString(4),
                        (int)r.GetInt64(5) - 1
                    ),
                    ("@now", now),
                    ("@until", now + (long)lease.TotalMilliseconds),
                    ("@most", (long)most),
                    ("@except", except.ToArray())
                );
                if (taken.Count == 0)
                {
                    return taken;
                }

                var targets = (
                    await session.ListAsync(
                        TargetsOf,
                        r => (Id: r.GetString(0), Url: r.GetString(1), Secret: r.Text(2)),
                        ("@webhooks", taken.Select(d => d.WebhookId).Distinct().ToArray())
                    )
                ).ToDictionary(t => t.Id, StringComparer.Ordinal);
                foreach (var gone in taken.Where(d => !targets.ContainsKey(d.WebhookId)))
                {
                    await session.ExecuteAsync(Remove, ("@event", gone.EventId), ("@webhook", gone.WebhookId));
                }

                return
                [
                    .. from delivery in taken
                    where targets.ContainsKey(delivery.WebhookId)
                    let target = targets[delivery.WebhookId]
                    select delivery with
                    {
                        Url = target.Url,
                        Secret = target.Secret,
                    },
                ];
            },
            ct
        );
    }

    private const string NextDue = "SELECT MIN(due_ms) FROM cairn_webhook_outbox WHERE NOT (webhook_id = ANY(@except))";

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<string> except, CancellationToken ct) =>
        await _database.ReadAsync(
            session => session.FirstAsync(NextDue, r => r.Int64(0), ("@except", except.ToArray())),
            ct
        )
            is { } due
            ? DateTimeOffset.FromUnixTimeMilliseconds(due)
            : null;

    private const string Remove = "DELETE FROM cairn_webhook_outbox WHERE event_id = @event AND webhook_id = @webhook";

    /// <inheritdoc/>
    public Task RemoveAsync(WebhookDelivery delivery, CancellationToken ct) =>
        _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(Remove, ("@event", delivery.EventId), ("@webhook", delivery.WebhookId));
            },
            ct
        );

    private const string Postpone =
        "UPDATE cairn_webhook_outbox SET due_ms = @due WHERE event_id = @event AND webhook_id = @webhook";

    /// <inheritdoc/>
    public Task PostponeAsync(WebhookDelivery delivery, TimeSpan by, CancellationToken ct)
    {
        var due = Now + (long)by.TotalMilliseconds;
        return _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    Postpone,
                    ("@due", due),
                    ("@event", delivery.EventId),
                    ("@webhook", delivery.WebhookId)
                );
            },
            ct
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _added.Dispose();

    private static partial class Log
    {
        [LoggerMessage(
            1503,
            LogLevel.Warning,
            "{Most} events wait for the webhook {Webhook}: further ones are not kept until its target takes some."
        )]
        public static partial void Full(ILogger log, string webhook, int most);
    }
}
