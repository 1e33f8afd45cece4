using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>One fact about a run, in the order in which the orchestration received it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(CallEnded), "ended")]
abstract record JournalEntry(DateTimeOffset At);

/// <summary>The first entry of every journal.</summary>
/// <param name="Fingerprint">Identifies the program and the definitions that began the run; others may make different calls.</param>
sealed record RunStarted(
    string Orchestration,
    string InstanceId,
    string Fingerprint,
    JsonElement Input,
    DateTimeOffset At) : JournalEntry(At);

/// <summary>A call's result: a value, or a problem that no retry solves.</summary>
sealed record CallEnded(
    CallId Id,
    string Call,
    string InputHash,
    JsonElement? Value,
    Problem? Problem,
    DateTimeOffset At) : JournalEntry(At);

/// <summary>A call's place in a run: each orchestration numbers its calls from 0, in order.</summary>
sealed record CallId(string InstanceId, int Index)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{InstanceId}#{Index}");
}

[JsonSerializable(typeof(JournalEntry))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
sealed partial class JournalJson : JsonSerializerContext;
