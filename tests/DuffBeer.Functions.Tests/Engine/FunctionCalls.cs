using System.Reflection;
using System.Runtime.ExceptionServices;
using DuffBeer.Functions.Tests.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>Calls the host's functions as the runtime does: a new instance per call, each parameter bound by its attribute.</summary>
static class FunctionCalls
{
    static readonly IReadOnlyList<HostFunction> s_functions = HostFunction.Of(typeof(DuffBeer.Functions.Hosting.Services).Assembly);

    /// <summary>Every activity and orchestration, as tasks of the engine.</summary>
    public static void AddTo(DurableTaskRegistry tasks) => AddTo(tasks, without: null);

    /// <param name="without">One that the caller adds instead.</param>
    /// <inheritdoc cref="AddTo(DurableTaskRegistry)"/>
    public static void AddTo(DurableTaskRegistry tasks, string? without)
    {
        foreach (var function in s_functions.Where(function => function.Name != without))
        {
            if (function.IsActivity)
                tasks.AddActivity(function.Name, services => new Activity(function, services));
            else if (function.IsOrchestration)
                tasks.AddOrchestrator(function.Name, () => new Orchestrator(function));
        }
    }

    public static Task AnswerAsync(HttpContext context) =>
        InvokeAsync(s_functions.Single(function => function.Http is not null), context.RequestServices, context.Request);

    public static Task TimerAsync(string name, IServiceProvider services) =>
        InvokeAsync(s_functions.Single(function => function.Name == name), services, new TimerInfo());

    static async Task<object?> InvokeAsync(HostFunction function, IServiceProvider? services, params object?[] values)
    {
        var method = function.Method;
        var target = method.IsStatic ? null : ActivatorUtilities.CreateInstance(services!, method.DeclaringType!);
        var given = new Queue<object?>(values);
        object?[] arguments =
        [
            .. from parameter in method.GetParameters()
               select parameter.GetCustomAttribute<DurableClientAttribute>() is not null ? services!.GetRequiredService<DurableTaskClient>()
                   : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
                   : given.Dequeue(),
        ];
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
        return function.Result is null ? null : task.GetType().GetProperty("Result")!.GetValue(task);
    }

    sealed class Activity(HostFunction function, IServiceProvider services) : ITaskActivity
    {
        public Type InputType => function.Input!;
        public Type OutputType => function.Result!;

        public Task<object?> RunAsync(TaskActivityContext context, object? input) =>
            services.GetRequiredService<ActivityLog>().RunAsync(function.Name, () => InvokeAsync(function, services, input));
    }

    sealed class Orchestrator(HostFunction function) : ITaskOrchestrator
    {
        public Type InputType => function.Input ?? typeof(object);
        public Type OutputType => function.Result ?? typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) =>
            function.Input is null ? InvokeAsync(function, null, context) : InvokeAsync(function, null, context, input);
    }
}
