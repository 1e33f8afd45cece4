using System.Reflection;
using DuffBeer.Core.Ports;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>An activity or orchestration that the core calls, with its types.</summary>
sealed record CoreCall(string Name, bool IsActivity, Type Input, Type Output)
{
    /// <summary>All calls that the core declares.</summary>
    public static IReadOnlyList<CoreCall> All { get; } =
    [
        .. from type in typeof(IOrchestrationContext).Assembly.GetTypes()
           from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
           let call = Of(field)
           where call is not null
           select call,
    ];

    /// <summary>Calls for which a host has no function, several functions, or one with other types.</summary>
    public static IEnumerable<string> Gaps(IReadOnlyList<CoreCall> calls, IReadOnlyList<HostFunction> functions)
    {
        foreach (var call in calls)
        {
            var kind = call.IsActivity ? "activity" : "orchestration";
            var named = functions
                .Where(function => function.Name == call.Name && (call.IsActivity ? function.IsActivity : function.IsOrchestration))
                .ToList();
            if (named.Count != 1)
                yield return $"{named.Count} functions for the {kind} {call.Name}";
            else if (named[0].Input != call.Input)
                yield return $"the {kind} {call.Name} is called with {call.Input}, its function takes {named[0].Input}";
            else if (named[0].Output != call.Output)
                yield return $"the {kind} {call.Name} gives {call.Output}, its function {named[0].Output}";
        }
    }

    static CoreCall? Of(FieldInfo field)
    {
        if (field.FieldType is not { IsGenericType: true } type)
            return null;
        var isActivity = type.GetGenericTypeDefinition() == typeof(ActivityName<,>);
        return isActivity || type.GetGenericTypeDefinition() == typeof(OrchestrationName<,>)
            ? new(
                (string)type.GetProperty("Value")!.GetValue(field.GetValue(null))!,
                isActivity,
                type.GenericTypeArguments[0],
                type.GenericTypeArguments[1])
            : null;
    }
}
