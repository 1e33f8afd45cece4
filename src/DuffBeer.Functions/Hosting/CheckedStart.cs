using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Functions.Hosting;

/// <summary>Refuses to start over stores that lack what correctness depends on, or that the credentials do not open.</summary>
sealed partial class CheckedStart(CloudPorts ports, TimeProvider time, ILogger<CheckedStart> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new StoreChecks(ports.Stores.Lake, ports.Checks, time).EnsureAsync(cancellationToken);
        }
        catch (TransientException trouble)
        {
            // Activities retry such trouble; the next start checks.
            Unchecked(log, trouble.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The stores could not be checked: {Reason}")]
    static partial void Unchecked(ILogger log, string reason);
}
