namespace Cairn.Bench.Artifacts;

/// <summary>Compares the artifact proxy with Microsoft's SDK, on the same emulator in the same run.</summary>
internal static class ArtifactsCommand
{
    public static async Task<int> RunAsync(ArtifactsSettings settings, TextWriter output, CancellationToken ct)
    {
        if (!settings.Blob.IsLoopback)
        {
            await output.WriteLineAsync($"{settings.Blob} is not on this machine: only loopback emulators are loaded.");
            return 2;
        }

        if (settings.Wants("direct"))
        {
            await output.WriteLineAsync($"{settings.Mebibytes} MiB");
            await TransferAsync(settings, settings.Blob, output, ct);
        }

        if (settings.Wants("relay"))
        {
            await using var relay = new Relay(settings.Blob.Port, settings.Rate);
            await output.WriteLineAsync($"{settings.Mebibytes} MiB behind a relay of {settings.Rate} MB/s");
            await TransferAsync(settings, new UriBuilder(settings.Blob) { Port = relay.Port }.Uri, output, ct);
        }

        if (settings.Wants("many"))
        {
            await WithServerAsync(
                settings,
                settings.Blob,
                async (server, store) =>
                {
                    using var many = new ManyBlobs(server, store, output);
                    await many.MeasureAsync(settings.Blobs, ct);
                },
                ct
            );
        }

        return 0;
    }

    private static Task TransferAsync(
        ArtifactsSettings settings,
        Uri endpoint,
        TextWriter output,
        CancellationToken ct
    ) =>
        WithServerAsync(
            settings,
            endpoint,
            async (server, store) =>
            {
                using var file = new LargeFile(server, store, output);
                await file.MeasureAsync((long)settings.Mebibytes << 20, ct);
            },
            ct
        );

    private static async Task WithServerAsync(
        ArtifactsSettings settings,
        Uri endpoint,
        Func<CairnProcess, Emulator, Task> measure,
        CancellationToken ct
    )
    {
        var store = new Emulator(endpoint);
        await store.Container.CreateAsync(cancellationToken: ct);
        try
        {
            await using var server = await CairnProcess.StartAsync(settings.Cairn, store, ct);
            await measure(server, store);
        }
        finally
        {
            await store.Container.DeleteAsync(cancellationToken: CancellationToken.None);
        }
    }
}
