using System.Diagnostics.Metrics;
using Cairn.Core.Monitoring;

namespace Cairn.Server.Artifacts;

/// <summary>Observes the failures that artifact stores count, whichever request caused them.</summary>
internal static class StoreFailures
{
    /// <summary>Calls <paramref name="failed"/> for each failure until the listener is disposed.</summary>
    public static MeterListener Listen(Action failed)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == CairnMeter.Shared.Name && instrument.Name == "cairn.artifact.store.errors")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => failed());
        listener.Start();
        return listener;
    }
}
