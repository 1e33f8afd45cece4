using System.Globalization;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>The text of a progress display: rows, rows/s, rejects and the estimated time left.</summary>
static class ProgressText
{
    const double MostUnfinished = 0.99;

    public static string Of(IngestProgress progress, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds;
        var speed = seconds > 0 ? $", {DisplayText.Count((long)(progress.Rows / seconds))} rows/s" : "";
        var left = IsRead(progress) ? ", finishing" : TimeLeft(progress, elapsed) is { } time ? $", {Duration(time)} left" : "";
        return $"{progress.Stage}: {DisplayText.Count(progress.Rows)} rows{speed}, {DisplayText.Count(progress.Rejects)} rejects{left}";
    }

    /// <summary>Null if the length is unknown, or nothing was read yet.</summary>
    public static TimeSpan? TimeLeft(IngestProgress progress, TimeSpan elapsed) =>
        progress is { TotalBytes: { } total, Bytes: > 0 } && progress.Bytes < total
            ? elapsed * ((double)(total - progress.Bytes) / progress.Bytes)
            : null;

    /// <summary>The share of the file that is read, less than 1 until the run has ended; null if it is unknown.</summary>
    /// <remarks>A compressed file has more bytes than its size; then its length is unknown.</remarks>
    public static double? Share(IngestProgress progress) => progress.TotalBytes switch
    {
        { } total when progress.Bytes <= total => Math.Min(MostUnfinished, total == 0 ? 0 : (double)progress.Bytes / total),
        _ => null,
    };

    /// <summary>Everything is read, but not yet written, judged and published.</summary>
    static bool IsRead(IngestProgress progress) => progress.TotalBytes == progress.Bytes;

    static string Duration(TimeSpan time) =>
        time.TotalMinutes < 2
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min");
}
