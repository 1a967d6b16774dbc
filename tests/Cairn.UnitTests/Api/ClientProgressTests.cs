using System.IO.Pipelines;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.UnitTests.Api;

/// <summary>Clients that stall, in both directions.</summary>
public sealed class ClientProgressTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_ClientThatReadsNothing_IsDisconnected()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
        var (http, aborted) = Context(TimeSpan.FromMilliseconds(1));
        using var progress = new ClientProgress(http);
        var write = progress.WriteAsync(pipe.Writer, new byte[200_000], Ct).AsTask();
        await aborted;
        await pipe.Reader.CompleteAsync(); // As Kestrel does when a connection is aborted.
        (await write).ShouldBeFalse();
    }

    [Fact]
    public async Task Write_ClientThatReads_GetsAll()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
        var (http, _) = Context(TimeSpan.FromMinutes(1));
        using var progress = new ClientProgress(http);
        var read = pipe.Reader.CopyToAsync(Stream.Null, Ct);
        (await progress.WriteAsync(pipe.Writer, new byte[200_000], Ct)).ShouldBeTrue();
        await pipe.Writer.CompleteAsync();
        await read;
    }

    [Fact]
    public async Task Read_ClientThatSendsNothing_Fails()
    {
        var pipe = new Pipe();
        var (http, _) = Context(TimeSpan.FromMilliseconds(1));
        http.Request.Body = pipe.Reader.AsStream();
        await pipe.Writer.WriteAsync(new byte[100], Ct);
        await using var upload = new SteadyUpload(http, TimeSpan.FromMilliseconds(1), TimeProvider.System);
        (await upload.ReadAsync(new byte[1000], Ct)).ShouldBe(100);
        var failure = await Should.ThrowAsync<CairnException>(() => upload.ReadAsync(new byte[1000], Ct).AsTask());
        failure.Code.ShouldBe(ErrorCode.InvalidParameterValue);
        failure.Message.ShouldContain("stalled");
        http.Response.Headers.Connection.ToString().ShouldBe("close");
    }

    [Theory]
    [InlineData(239, true)]
    [InlineData(240, false)]
    public async Task Read_ClientBelowTheMinimumRate_Fails(int bytesPerSecond, bool fails)
    {
        var clock = new SecondPerRead();
        var (http, _) = Context(TimeSpan.FromMinutes(1));
        http.Request.Body = new Trickle(bytesPerSecond, clock);
        await using var upload = new SteadyUpload(http, TimeSpan.FromSeconds(30), clock);
        var reading = async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                (await upload.ReadAsync(new byte[1000], Ct)).ShouldBe(bytesPerSecond);
            }
        };
        if (fails)
        {
            await Should.ThrowAsync<CairnException>(reading);
        }
        else
        {
            await reading();
        }
    }

    private static (HttpContext Http, Task Aborted) Context(TimeSpan limit)
    {
        var lifetime = new Lifetime();
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection()
                .AddSingleton(new ApiOptions { ClientTimeout = limit })
                .BuildServiceProvider(),
        };
        http.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        return (http, lifetime.Aborted.Task);
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Abort() => Aborted.TrySetResult();
    }

    /// <summary>A clock that only <see cref="Trickle"/> moves.</summary>
    private sealed class SecondPerRead : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    /// <summary>Gives a few bytes a second.</summary>
    private sealed class Trickle(int bytes, SecondPerRead clock) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await Task.Yield();
            clock.Seconds++;
            return bytes;
        }
    }
}
