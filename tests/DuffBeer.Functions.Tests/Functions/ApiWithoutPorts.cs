using DuffBeer.Api;
using DuffBeer.Core.Ports;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using Microsoft.Extensions.Logging.Abstractions;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>The API with all definitions, for its routes alone: nothing is asked of any port.</summary>
static class ApiWithoutPorts
{
    public static DuffBeerApi Create()
    {
        var definitions = new LoadedDefinitions(DefinitionFolder.Default);
        return new(
            new()
            {
                Stores = new(null!, null!, "landing"),
                Engine = () => throw new NotSupportedException(),
                Datasets = definitions.Datasets,
                Models = definitions.Models,
                Reports = definitions.Reports,
                Catalog = null!,
                Orchestrator = null!,
                Refresh = null!,
                Logs = NullLoggerFactory.Instance,
            },
            new());
    }
}
