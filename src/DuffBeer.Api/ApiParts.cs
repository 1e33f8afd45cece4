using DuffBeer.Api.Health;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Dashboards;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Api;

/// <summary>What the API needs from its host.</summary>
public sealed record ApiParts
{
    public required Stores Stores { get; init; }

    /// <summary>Opened on first use by a report.</summary>
    public required Func<IQueryEngine> Engine { get; init; }
    public required DatasetCatalog Datasets { get; init; }
    public required ModelDefinitions Models { get; init; }
    public required IReadOnlyList<ReportDefinition> Reports { get; init; }

    /// <summary>The pages of figures.</summary>
    public IReadOnlyList<DashboardDefinition> Dashboards { get; init; } = [];
    public required ITableCatalog Catalog { get; init; }

    /// <summary>The tables in which other engines find the datasets.</summary>
    public required IOpenTables Tables { get; init; }
    /// <summary>Takes the rows of a retired run out of files that it shares; null where no lake has such files.</summary>
    public IPackRewriter? Packs { get; init; }
    public required IRunOrchestrator Orchestrator { get; init; }
    public required IModelRefresh Refresh { get; init; }
    public required ILakeMaintenance Maintenance { get; init; }
    public required ILakeErasure Erasure { get; init; }

    /// <summary>Finds what an erasure rewrites.</summary>
    public required Func<ForgetPlanner> Forget { get; init; }

    /// <summary>Announces the end of a run that was ended from outside.</summary>
    public required IEventPublisher Events { get; init; }

    /// <summary>The dependencies that <c>/api/health/ready</c> probes.</summary>
    public IReadOnlyList<Dependency> Dependencies { get; init; } = [];

    /// <summary>The price table of estimates.</summary>
    public Func<PriceTable> Prices { get; init; } = () => PriceTable.Free;
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The chunks that this process transforms, if it also executes runs.</summary>
    public ChunksAtWork AtWork { get; init; } = new();
    public required ILoggerFactory Logs { get; init; }
}
