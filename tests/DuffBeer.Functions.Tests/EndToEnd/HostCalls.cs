using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using DuffBeer.Functions.Tests.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace DuffBeer.Functions.Tests.EndToEnd;

/// <summary>Calls the host's functions by name as the runtime does: an instance a call, what is bound by its attribute, values as JSON.</summary>
sealed class HostCalls(IServiceProvider services, DurableTaskClient client)
{
    // As the worker's serializer is set.
    static readonly JsonSerializerOptions s_json = new() { PropertyNameCaseInsensitive = true };

    readonly Dictionary<string, HostFunction> _functions = HostFunction.Of(typeof(HostCalls).Assembly).ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<HostFunction> Functions => _functions.Values;

    public static string Write(object? value) => JsonSerializer.Serialize(value, value?.GetType() ?? typeof(object), s_json);

    public static object? Read(string text, Type type) => JsonSerializer.Deserialize(text, type, s_json);

    public async Task<string> ActivityAsync(string name, string input) => Write(await InvokeAsync(name, parameter =>
        parameter.GetCustomAttribute<ActivityTriggerAttribute>() is not null ? Read(input, parameter.ParameterType) : null));

    public async Task<string> OrchestrationAsync(string name, TaskOrchestrationContext context, string input) => Write(await InvokeAsync(name, parameter =>
        parameter.GetCustomAttribute<OrchestrationTriggerAttribute>() is not null ? context : Read(input, parameter.ParameterType)));

    public Task<object?> HttpAsync(string name, Microsoft.AspNetCore.Http.HttpRequest request) =>
        InvokeAsync(name, parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null ? request : null);

    public Task<object?> TimerAsync(string name) => InvokeAsync(name, parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>() is not null ? new TimerInfo() : null);

    async Task<object?> InvokeAsync(string name, Func<ParameterInfo, object?> bind)
    {
        var method = _functions[name].Method;
        var target = method.IsStatic ? null : ActivatorUtilities.CreateInstance(services, method.DeclaringType!);
        var arguments = method.GetParameters().Select(parameter =>
            parameter.GetCustomAttribute<DurableClientAttribute>() is not null ? client
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : bind(parameter)).ToArray();
        Task task;
        try
        {
            task = (Task)method.Invoke(target, arguments)!;
        }
        catch (TargetInvocationException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException!);
            throw;
        }

        await task;
        return task.GetType().GetProperty("Result")?.GetValue(task) is { } result && result.GetType().Name != "VoidTaskResult" ? result : null;
    }
}
