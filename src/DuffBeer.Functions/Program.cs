using DuffBeer.Core.Failures;
using DuffBeer.Functions.Hosting;
using DuffBeer.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

var (settings, problems) = HostSettings.Read(builder.Configuration);
if (problems.Count > 0)
{
    Console.Error.WriteLine(
        $"DuffBeer cannot start. Missing or invalid settings:\n  - {string.Join("\n  - ", problems)}\n"
            + "docs/guide/azure-local.md explains every setting.");
    return 1;
}

builder.Services.AddOpenTelemetryExport()?.UseFunctionsWorkerDefaults();
builder.Services.AddDuffBeer(settings, _ => AwsPorts.Open(settings));
try
{
    builder.Build().Run();
    return 0;
}
catch (TerminalException refused)
{
    Console.Error.WriteLine($"DuffBeer cannot start. {refused.Message}");
    return 1;
}
