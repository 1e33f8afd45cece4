using System.Text;
using System.Text.Json;

namespace DuffBeer.Core.Runs;

/// <summary>The names of the events that <see cref="Ports.IEventPublisher"/> receives, and their details.</summary>
public static class Announcement
{
    public const string RunStarted = nameof(RunStarted);
    public const string RunCompleted = nameof(RunCompleted);
    public const string RunFailed = nameof(RunFailed);
    public const string RunTerminated = nameof(RunTerminated);
    public const string RefreshStarted = nameof(RefreshStarted);
    public const string RefreshCompleted = nameof(RefreshCompleted);
    public const string RefreshFailed = nameof(RefreshFailed);
    public const string ModelsStarted = nameof(ModelsStarted);
    public const string ModelsBuilt = nameof(ModelsBuilt);
    public const string ModelsFailed = nameof(ModelsFailed);
    public const string ModelsAudited = nameof(ModelsAudited);

    /// <summary>Whether an event bus outside gets it. The others describe work within a run or refresh.</summary>
    public static bool IsForOutside(string detailType) => detailType is RunCompleted or RunFailed;

    /// <summary>A JSON object.</summary>
    public static string Detail(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
