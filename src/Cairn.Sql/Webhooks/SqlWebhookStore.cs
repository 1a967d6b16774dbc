using Cairn.Contracts.Webhooks;
using Cairn.Core.Paging;
using Cairn.Core.Webhooks;
using Cairn.Sql.Engine;
using Cairn.Sql.Registry;
using Cairn.Sql.Search;

namespace Cairn.Sql.Webhooks;

/// <inheritdoc/>
/// <param name="registry">The registry's database.</param>
/// <param name="clock">Says when a webhook was created or changed.</param>
public sealed class SqlWebhookStore(RegistryDatabase registry, TimeProvider clock) : IWebhookStore
{
    private static readonly RowStatement<WebhookEvent> _addEvents = new(
        "INSERT INTO webhook_events (webhook_id, entity, action) SELECT @webhook, r.entity, r.action FROM @rows r WHERE true ON CONFLICT DO NOTHING",
        new("entity", SqlColumnType.Text, e => (e.Entity ?? default).PayloadName()),
        new("action", SqlColumnType.Text, e => (e.Action ?? default).PayloadName())
    );

    private static readonly OrderPart[] _newestFirst =
    [
        new("coalesce(w.creation_timestamp, 0)", false, PageKeyType.Integer),
        new("w.webhook_id", true, PageKeyType.Text),
    ];

    private readonly Database _database = registry.Database;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private const string Insert = """
        INSERT INTO webhooks (webhook_id, name, description, url, status, secret, creation_timestamp, last_updated_timestamp, workspace)
        VALUES (@webhook, @name, @description, @url, @status, @secret, @now, @now, 'default')
        """;

    /// <inheritdoc/>
    public Task<Webhook> CreateAsync(WebhookChange webhook, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        var now = Now;
        var id = Guid.NewGuid().ToString();
        return _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    new SqlBatch()
                        .Execute(
                            Insert,
                            ("@webhook", id),
                            ("@name", webhook.Name),
                            ("@description", webhook.Description),
                            ("@url", webhook.Url),
                            ("@status", webhook.Status.Name()),
                            ("@secret", webhook.Secret),
                            ("@now", now)
                        )
                        .Execute(_addEvents, webhook.Events ?? [], ("@webhook", id))
                );
                return await GetAsync(session, id);
            },
            ct
        );
    }

    private const string ById =
        $"SELECT {WebhookRows.Columns} FROM webhooks w WHERE w.webhook_id = @webhook AND w.deleted_timestamp IS NULL";

    /// <inheritdoc/>
    public Task<Webhook> GetAsync(string id, CancellationToken ct) =>
        _database.ReadSnapshotAsync(session => GetAsync(session, id), ct);

    private static async ValueTask<Webhook> GetAsync(SqlSession session, string id) =>
        (
            await WebhookRows.LoadAsync(
                session,
                [await session.FirstAsync(ById, WebhookRows.Read, ("@webhook", id)) ?? throw WebhookRules.Missing(id)]
            )
        )[0];

    /// <inheritdoc/>
    public async Task<ListWebhooksResponse> ListAsync(int maxResults, string? pageToken, CancellationToken ct)
    {
        var sql = new SearchSql(_database.Dialect);
        sql.Conditions.Add("w.deleted_timestamp IS NULL AND w.workspace = 'default'");
        var search = new PagedSearch(
            sql,
            WebhookRows.Columns,
            "webhooks w",
            _newestFirst,
            PageToken.HashOf("webhooks"),
            pageToken,
            maxResults
        );
        var (webhooks, next) = await _database.ReadSnapshotAsync(
            async session =>
            {
                var (page, nextToken) = await search.RunAsync(session, WebhookRows.Read);
                return (await WebhookRows.LoadAsync(session, page), nextToken);
            },
            ct
        );
        return new(webhooks.Count == 0 ? null : webhooks, next);
    }

    private const string Update = """
        UPDATE webhooks SET name = COALESCE(@name, name), description = COALESCE(@description, description), url = COALESCE(@url, url),
            secret = COALESCE(@secret, secret), status = @status, last_updated_timestamp = @now
        WHERE webhook_id = @webhook AND deleted_timestamp IS NULL
        """;

    private const string DeleteEvents = "DELETE FROM webhook_events WHERE webhook_id = @webhook";

    /// <inheritdoc/>
    public Task<Webhook> UpdateAsync(string id, WebhookChange change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        var now = Now;
        return _database.WriteAsync(
            async session =>
            {
                var changed = await session.ExecuteAsync(
                    Update,
                    ("@name", change.Name),
                    ("@description", change.Description),
                    ("@url", change.Url),
                    ("@secret", change.Secret),
                    ("@status", change.Status.Name()),
                    ("@now", now),
                    ("@webhook", id)
                );
                if (changed > 0 && change.Events is { } events)
                {
                    await session.ExecuteAsync(
                        new SqlBatch()
                            .Execute(DeleteEvents, ("@webhook", id))
                            .Execute(_addEvents, events, ("@webhook", id))
                    );
                }

                return await GetAsync(session, id);
            },
            ct
        );
    }

    // MLflow keeps the row too.
    private const string Delete = """
        UPDATE webhooks SET deleted_timestamp = @now, last_updated_timestamp = @now WHERE webhook_id = @webhook AND deleted_timestamp IS NULL
        """;

    private const string DeleteWaiting = "DELETE FROM cairn_webhook_outbox WHERE webhook_id = @webhook";

    /// <inheritdoc/>
    public Task DeleteAsync(string id, CancellationToken ct)
    {
        var now = Now;
        return _database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(Delete, ("@now", now), ("@webhook", id)) == 0)
                {
                    throw WebhookRules.Missing(id);
                }

                await session.ExecuteAsync(DeleteWaiting, ("@webhook", id));
            },
            ct
        );
    }

    private const string SecretOf =
        "SELECT secret FROM webhooks WHERE webhook_id = @webhook AND deleted_timestamp IS NULL";

    /// <inheritdoc/>
    public Task<string?> SecretAsync(string id, CancellationToken ct) =>
        _database.ReadAsync(session => session.FirstAsync(SecretOf, r => r.Text(0), ("@webhook", id)), ct);
}
