using System.Reflection;
using DuffBeer.Core.Failures;
using Microsoft.Azure.Functions.Worker;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>One method that the Functions runtime may call.</summary>
sealed record HostFunction(string Name, MethodInfo Method)
{
    public static IReadOnlyList<HostFunction> Of(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           from method in type.GetMethods(
               BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.GetCustomAttribute<FunctionAttribute>() is not null
           select new HostFunction(method.GetCustomAttribute<FunctionAttribute>()!.Name, method),
    ];

    public HttpTriggerAttribute? Http => Trigger<HttpTriggerAttribute>()?.GetCustomAttribute<HttpTriggerAttribute>();

    public string? Schedule => Trigger<TimerTriggerAttribute>()?.GetCustomAttribute<TimerTriggerAttribute>()!.Schedule;

    public bool IsActivity => Trigger<ActivityTriggerAttribute>() is not null;

    public bool IsOrchestration => Trigger<OrchestrationTriggerAttribute>() is not null;

    /// <summary>What the function is called with: an activity's trigger, or what stands beside an orchestration's.</summary>
    public Type? Input => IsActivity
        ? Trigger<ActivityTriggerAttribute>()!.ParameterType
        : Method.GetParameters()
            .FirstOrDefault(parameter => parameter.GetCustomAttribute<OrchestrationTriggerAttribute>() is null)?.ParameterType;

    /// <summary>What the function's task gives; null where it gives nothing.</summary>
    public Type? Result => Method.ReturnType is { IsGenericType: true } task ? task.GenericTypeArguments[0] : null;

    /// <summary>What comes back in an outcome; null where there is no outcome.</summary>
    public Type? Output => Result is { IsGenericType: true } outcome && outcome.GetGenericTypeDefinition() == typeof(Outcome<>)
        ? outcome.GenericTypeArguments[0]
        : null;

    ParameterInfo? Trigger<TAttribute>() where TAttribute : Attribute =>
        Method.GetParameters().SingleOrDefault(parameter => parameter.GetCustomAttribute<TAttribute>() is not null);
}
