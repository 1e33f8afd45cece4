using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>Activities and orchestrations by name, with JSON inputs and results.</summary>
sealed class CallTable(JsonSerializerOptions json)
{
    readonly Dictionary<string, Func<JsonElement, CancellationToken, Task<JsonElement>>> _activities = new(StringComparer.Ordinal);
    readonly Dictionary<string, Func<IOrchestrationContext, JsonElement, Task<JsonElement>>> _orchestrations = new(StringComparer.Ordinal);

    public void Add<TInput, TOutput>(ActivityName<TInput, TOutput> name, IActivity<TInput, TOutput> activity) =>
        _activities.Add(
            name.Value, async (input, cancellationToken) => Write(await activity.RunAsync(Read<TInput>(input), cancellationToken)));

    public void Add<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name, Func<IOrchestrationContext, TInput, Task<TOutput>> orchestration) =>
        _orchestrations.Add(name.Value, async (context, input) => Write(await orchestration(context, Read<TInput>(input))));

    public Func<JsonElement, CancellationToken, Task<JsonElement>> Activity(string name) =>
        _activities.GetValueOrDefault(name) ?? throw NotRegistered("activity", name);

    public Func<IOrchestrationContext, JsonElement, Task<JsonElement>> Orchestration(string name) =>
        _orchestrations.GetValueOrDefault(name) ?? throw NotRegistered("orchestration", name);

    public JsonElement Write<T>(T value) => JsonSerializer.SerializeToElement(value, TypeOf<T>());

    public T Read<T>(JsonElement value) => value.Deserialize(TypeOf<T>())!;

    // By type, not by reflection: a natively compiled program has only the types that a resolver names.
    JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));

    static TerminalException NotRegistered(string kind, string name) => new(ProblemCode.Internal, $"No {kind} is registered as {name}.");
}
