using System.Data.Common;
using Cairn.Contracts.Webhooks;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Webhooks;

/// <summary>Reads webhooks from rows of <see cref="Columns"/>, and their events.</summary>
internal static class WebhookRows
{
    /// <summary>The columns of a webhook, of the table alias <c>w</c>.</summary>
    public const string Columns =
        "w.webhook_id, w.name, w.description, w.url, w.status, w.creation_timestamp, w.last_updated_timestamp";

    private const string EventsOf = """
        SELECT webhook_id, entity, action FROM webhook_events WHERE webhook_id = ANY(@webhooks) ORDER BY webhook_id, entity, action
        """;

    private static readonly Dictionary<string, WebhookEntity> _entities = Enum.GetValues<WebhookEntity>()
        .ToDictionary(e => e.PayloadName(), StringComparer.Ordinal);
    private static readonly Dictionary<string, WebhookAction> _actions = Enum.GetValues<WebhookAction>()
        .ToDictionary(e => e.PayloadName(), StringComparer.Ordinal);

    public static Webhook Read(DbDataReader row) =>
        new()
        {
            WebhookId = row.GetString(0),
            Name = row.GetString(1),
            Description = row.Text(2),
            Url = row.GetString(3),
            Status = row.GetString(4),
            CreationTimestamp = row.Int64(5),
            LastUpdatedTimestamp = row.Int64(6),
            Events = [],
        };

    /// <summary>The webhooks of a page with their events.</summary>
    public static async ValueTask<List<Webhook>> LoadAsync(SqlSession session, List<Webhook> page)
    {
        if (page.Count == 0)
        {
            return page;
        }

        var events = (
            await session.ListAsync(
                EventsOf,
                r =>
                    (
                        Id: r.GetString(0),
                        Event: new WebhookEvent
                        {
                            Entity = _entities.GetValueOrDefault(r.GetString(1)),
                            Action = _actions.GetValueOrDefault(r.GetString(2)),
                        }
                    ),
                ("@webhooks", page.Select(w => w.WebhookId).ToArray())
            )
        ).ToLookup(e => e.Id, e => e.Event, StringComparer.Ordinal);
        return [.. page.Select(w => w with { Events = [.. events[w.WebhookId]] })];
    }
}
