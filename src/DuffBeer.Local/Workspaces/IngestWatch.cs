using System.Diagnostics;
using System.Diagnostics.Metrics;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Local.Workspaces;

/// <summary>Turns the core's counters into the progress of one file.</summary>
/// <remarks>A listener receives events of the whole process; the trace identifies this file's.</remarks>
sealed class IngestWatch : IDisposable
{
    readonly Activity _trace = new Activity(nameof(IngestFile)).Start();
    readonly MeterListener _listener = new();
    readonly IProgress<IngestProgress> _progress;
    readonly long? _totalBytes;
    long _bytes;
    long _rows;
    long _rejects;

    public IngestWatch(IProgress<IngestProgress> progress, long? totalBytes)
    {
        (_progress, _totalBytes) = (progress, totalBytes);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Count(instrument.Name, value));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _trace.Dispose();
    }

    void Count(string instrument, long value)
    {
        if (Activity.Current?.TraceId != _trace.TraceId)
            return;
        switch (instrument)
        {
            case Telemetry.BytesName:
                Interlocked.Add(ref _bytes, value);
                break;
            case Telemetry.RowsName:
                Interlocked.Add(ref _rows, value);
                break;
            case Telemetry.RejectsName:
                Interlocked.Add(ref _rejects, value);
                break;
            default:
                return;
        }

        _progress.Report(new(nameof(RunStage.Transform), _bytes, _totalBytes, _rows, _rejects));
    }
}
