namespace Microsoft.Azure.Functions.Worker
{
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute(string name) : Attribute
    {
        public string Name { get; } = name;
    }

    public enum AuthorizationLevel { Anonymous, User, Function, System, Admin }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class HttpTriggerAttribute : Attribute
    {
        public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;
        public HttpTriggerAttribute(params string[] methods) => Methods = methods;
        public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;
        public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) => (AuthLevel, Methods) = (authLevel, methods);

        public string? Route { get; set; }
        public string[]? Methods { get; }
        public AuthorizationLevel AuthLevel { get; }
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class TimerTriggerAttribute(string schedule) : Attribute
    {
        public string Schedule { get; } = schedule;
    }

    public class TimerInfo;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class OrchestrationTriggerAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class ActivityTriggerAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class DurableClientAttribute : Attribute;

    public class HttpManagementPayload
    {
        public string? Id { get; internal set; }
        public string? StatusQueryGetUri { get; internal set; }
        public string? SendEventPostUri { get; internal set; }
        public string? TerminatePostUri { get; internal set; }
        public string? PurgeHistoryDeleteUri { get; internal set; }
        public string? SuspendPostUri { get; internal set; }
        public string? ResumePostUri { get; internal set; }
    }

    public static class DurableTaskClientExtensions
    {
        // Written from an address of the host's own, with the key of its durable endpoints.
        public static HttpManagementPayload CreateHttpManagementPayload(
            this Microsoft.DurableTask.Client.DurableTaskClient client, string instanceId, Http.HttpRequestData? request = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(instanceId);
            var instance = $"http://localhost:7071/runtime/webhooks/durabletask/instances/{Uri.EscapeDataString(instanceId)}";
            const string Key = "taskHub=DuffBeer&connection=Storage&code=systemkey";
            return new()
            {
                Id = instanceId,
                StatusQueryGetUri = $"{instance}?{Key}",
                SendEventPostUri = $"{instance}/raiseEvent/{{eventName}}?{Key}",
                TerminatePostUri = $"{instance}/terminate?reason={{{{text}}}}&{Key}",
                PurgeHistoryDeleteUri = $"{instance}?{Key}",
                SuspendPostUri = $"{instance}/suspend?reason={{{{text}}}}&{Key}",
                ResumePostUri = $"{instance}/resume?reason={{{{text}}}}&{Key}",
            };
        }
    }
}

namespace Microsoft.Azure.Functions.Worker.Http
{
    public abstract class HttpRequestData;
}
