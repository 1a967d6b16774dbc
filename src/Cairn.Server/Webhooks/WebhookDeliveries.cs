using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cairn.Core.Errors;
using Cairn.Core.Webhooks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Webhooks;

/// <summary>Sends what waits in the queue, off the path of any request.</summary>
internal sealed partial class WebhookDeliveries(
    IWebhookQueue queue,
    WebhookSender sender,
    WebhookOptions options,
    TimeProvider clock,
    ILogger<WebhookDeliveries> log
) : BackgroundService
{
    // A target that is slow or dead holds its own deliveries only: few of a webhook are under way, and places for
    // others remain.
    private const int AtOnce = 32,
        AtOnceOfOne = 2;

    // Also finds what another server left behind, and what this one was told of by nobody.
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _longestRetryAfter = TimeSpan.FromHours(1);

    // Longer than an attempt can take: nobody else sends meanwhile, but somebody does if this process ends.
    private TimeSpan Lease => TimeSpan.FromSeconds(options.RequestTimeout + 30);

    private readonly ConcurrentDictionary<WebhookDelivery, Task> _underWay = new(ReferenceEqualityComparer.Instance);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Whatever it was: the next round tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.RoundFailed(log, e);
                await Task.Delay(_idle, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(_underWay.Values);
    }

    /// <summary>
    /// Starts a delivery that is due, or waits until one may be. One at a time, so that a webhook cannot take all
    /// places at once.
    /// </summary>
    private async Task SendDueAsync(CancellationToken ct)
    {
        if (_underWay.Count >= AtOnce)
        {
            await queue.WaitAsync(_idle, ct); // A delivery that ends wakes it.
            return;
        }

        string[] busy =
        [
            .. _underWay.Keys.CountBy(d => d.WebhookId).Where(w => w.Value >= AtOnceOfOne).Select(w => w.Key),
        ];
        var wait = await queue.NextDueAsync(busy, ct) - clock.GetUtcNow() ?? _idle;
        if (wait > TimeSpan.Zero)
        {
            await queue.WaitAsync(wait < _idle ? wait : _idle, ct);
            return;
        }

        foreach (var delivery in await queue.TakeAsync(1, Lease, busy, ct))
        {
            _underWay[delivery] = Task.CompletedTask; // Before it starts: it may end at once.
            _underWay.TryUpdate(delivery, SendAsync(delivery, ct), Task.CompletedTask);
        }
    }

    private async Task SendAsync(WebhookDelivery delivery, CancellationToken ct)
    {
        try
        {
            await FinishAsync(delivery, await AttemptAsync(delivery, ct), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // It stays in the queue, for the next start or another server.
        }
#pragma warning disable CA1031 // Whatever the database's trouble is: the delivery is due again when its lease is over.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.RoundFailed(log, e);
        }
        finally
        {
            _underWay.TryRemove(delivery, out _);
            queue.Wake();
        }
    }

    private async Task FinishAsync(WebhookDelivery delivery, Attempt attempt, CancellationToken ct)
    {
        if (attempt.Problem is not { } problem)
        {
            await queue.RemoveAsync(delivery, ct);
        }
        else if (attempt.CanRetry && delivery.Attempts < options.MaxRetries)
        {
            await queue.PostponeAsync(delivery, WaitAfter(delivery.Attempts, attempt.RetryAfter), ct);
            Log.Postponed(log, delivery.WebhookId, delivery.Entity, delivery.Action, problem);
        }
        else
        {
            await queue.RemoveAsync(delivery, ct);
            Log.GivenUp(log, delivery.WebhookId, delivery.Entity, delivery.Action, problem);
        }
    }

    private async Task<Attempt> AttemptAsync(WebhookDelivery delivery, CancellationToken ct)
    {
        try
        {
            var answer = await sender.SendAsync(delivery, wantsBody: false, ct);
            return answer.IsSuccess ? new(null) : new($"status {answer.Status}", answer.IsTemporary, answer.RetryAfter);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        // Anything else is a failed attempt, also what nobody thought of: it must end after the last retry.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (e as CairnException ?? e.InnerException as CairnException) is { } refused
                ? new(refused.Message)
                : new(e.Message, CanRetry: true);
        }
    }

    private static TimeSpan WaitAfter(int attempts, TimeSpan? retryAfter)
    {
        var wait =
            TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts), _longestWait.TotalSeconds))
            + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1000));
        return retryAfter is not { } asked || asked < wait ? wait
            : asked < _longestRetryAfter ? asked
            : _longestRetryAfter;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1500,
            LogLevel.Warning,
            "Webhook {WebhookId} could not be told of {Entity} {Action}, and will be tried again: {Problem}"
        )]
        public static partial void Postponed(
            ILogger log,
            string webhookId,
            string entity,
            string action,
            string problem
        );

        [LoggerMessage(1501, LogLevel.Error, "Webhook {WebhookId} was not told of {Entity} {Action}: {Problem}")]
        public static partial void GivenUp(ILogger log, string webhookId, string entity, string action, string problem);

        [LoggerMessage(1502, LogLevel.Error, "Webhooks could not be looked after; trying again")]
        public static partial void RoundFailed(ILogger log, Exception e);
    }

    /// <summary>How an attempt ended.</summary>
    /// <param name="Problem">Why it failed; null when it did not.</param>
    /// <param name="CanRetry">Whether another one may help.</param>
    /// <param name="RetryAfter">How long the target wants to be left alone.</param>
    private sealed record Attempt(string? Problem, bool CanRetry = false, TimeSpan? RetryAfter = null);
}
