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

    /// <summary>The function's input: an activity's trigger, or the parameter next to an orchestration's trigger.</summary>
    public Type? Input => IsActivity
        ? Trigger<ActivityTriggerAttribute>()!.ParameterType
        : Method.GetParameters()
            .FirstOrDefault(parameter => parameter.GetCustomAttribute<OrchestrationTriggerAttribute>() is null)?.ParameterType;

    /// <summary>The result of the function's task; null if there is none.</summary>
    public Type? Result => Method.ReturnType is { IsGenericType: true } task ? task.GenericTypeArguments[0] : null;

    /// <summary>The value type of an outcome; null if the result is not an outcome.</summary>
    public Type? Output => Result is { IsGenericType: true } outcome && outcome.GetGenericTypeDefinition() == typeof(Outcome<>)
        ? outcome.GenericTypeArguments[0]
        : null;

    ParameterInfo? Trigger<TAttribute>() where TAttribute : Attribute =>
        Method.GetParameters().SingleOrDefault(parameter => parameter.GetCustomAttribute<TAttribute>() is not null);
}
