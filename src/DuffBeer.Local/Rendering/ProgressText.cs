using System.Globalization;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>The text of a progress display: rows, rows/s, rejects and the estimated time left.</summary>
static class ProgressText
{
    public static string Of(IngestProgress progress, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds;
        var speed = seconds > 0 ? $", {DisplayText.Count((long)(progress.Rows / seconds))} rows/s" : "";
        var left = TimeLeft(progress, elapsed) is { } time ? $", {Duration(time)} left" : "";
        return $"{progress.Stage}: {DisplayText.Count(progress.Rows)} rows{speed}, {DisplayText.Count(progress.Rejects)} rejects{left}";
    }

    /// <summary>Null if the length is unknown, or nothing was read yet.</summary>
    public static TimeSpan? TimeLeft(IngestProgress progress, TimeSpan elapsed) =>
        progress is { TotalBytes: { } total, Bytes: > 0 } ? elapsed * ((double)Math.Max(0, total - progress.Bytes) / progress.Bytes) : null;

    static string Duration(TimeSpan time) =>
        time.TotalMinutes < 2
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min");
}
