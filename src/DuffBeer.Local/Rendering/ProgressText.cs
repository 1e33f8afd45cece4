using System.Globalization;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>The text of a progress display: rows, rows/s, rejects and the estimated time left.</summary>
static class ProgressText
{
    const double MostUnfinished = 0.99;

    /// <summary>Columns of a file's name that its progress never takes.</summary>
    const int LeastName = 16;

    public static string Of(IngestProgress progress, TimeSpan elapsed)
    {
        var (rows, speed, rejects, left) = PartsOf(progress, elapsed);
        return $"{progress.Stage}: {rows}{speed}{rejects}{left}";
    }

    /// <summary>The file and its progress in one line: as much of both as fits.</summary>
    public static string Of(string file, IngestProgress progress, TimeSpan elapsed, int width)
    {
        var (rows, speed, rejects, left) = PartsOf(progress, elapsed);
        var whole = $"{rows}{speed}{rejects}{left}";
        string[] texts = [$"{progress.Stage}: {whole}", whole, $"{rows}{rejects}{left}", rows];
        var least = Math.Min(CellText.Width(file), LeastName);
        var text = texts.FirstOrDefault(text => least + 1 + text.Length <= width);
        return text is null ? CellText.CutMiddle(file, width) : $"{CellText.CutMiddle(file, width - 1 - text.Length)} {text}";
    }

    static (string Rows, string Speed, string Rejects, string Left) PartsOf(IngestProgress progress, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds;
        return (
            $"{DisplayText.Count(progress.Rows)} rows",
            seconds > 0 ? $", {DisplayText.Count((long)(progress.Rows / seconds))} rows/s" : "",
            $", {DisplayText.Count(progress.Rejects)} {(progress.Rejects == 1 ? "reject" : "rejects")}",
            IsRead(progress) ? ", finishing" : TimeLeft(progress, elapsed) is { } time ? $", {Duration(time)} left" : "");
    }

    /// <summary>Null if the length is unknown, or no row was counted yet.</summary>
    public static TimeSpan? TimeLeft(IngestProgress progress, TimeSpan elapsed) =>
        progress is { TotalBytes: { } total, Bytes: > 0, Rows: > 0 } && progress.Bytes < total
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
