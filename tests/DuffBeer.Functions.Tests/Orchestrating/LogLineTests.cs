using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Store;
using DuffBeer.Functions.Orchestrating;
using Microsoft.Extensions.Logging;
using Moq;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>The lines that alerts look for: infra/azure/modules/alerts.bicep.</summary>
public sealed class LogLineTests : IDisposable
{
    static readonly DateTimeOffset s_now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    readonly string _folder = Directory.CreateTempSubdirectory("duffbeer-lines-").FullName;
    readonly FolderObjectStore _lake;
    readonly Clock _clock = new() { Now = s_now };
    readonly Lines _lines = new();

    public LogLineTests() => _lake = new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_age_of_the_newest_file_and_of_the_oldest_run_are_logged()
    {
        await PublishAsync("duff_orders", s_now.AddHours(-30), s_now.AddHours(-2));
        await PublishAsync("retail_orders", s_now.AddHours(-9));
        await RunAsync("new", RunStatus.Running, s_now.AddMinutes(-5));
        await RunAsync("old", RunStatus.Running, s_now.AddMinutes(-90));
        await RunAsync("suspended", RunStatus.Suspended, s_now.AddDays(-3));

        await LogAsync();

        Assert.Equal(
            "Freshness: 120 minutes since a file was published; 2 unfinished runs, the oldest for 90 minutes", Assert.Single(_lines.All));
    }

    [Fact]
    public async Task A_lake_without_files_is_not_stale()
    {
        await LogAsync();

        Assert.Equal(
            "Freshness: no file was published yet; 0 unfinished runs, the oldest for 0 minutes", Assert.Single(_lines.All));
    }

    [Fact]
    public async Task A_failed_run_is_logged()
    {
        var announcements = new RunAnnouncements(Mock.Of<IEventPublisher>(), refresh: null!, _lines);

        await announcements.PublishAsync("RunFailed", """{"run":"r1","problem":"HeaderMismatch"}""", default);

        Assert.Equal("""Announced RunFailed: {"run":"r1","problem":"HeaderMismatch"}""", Assert.Single(_lines.All));
    }

    Task LogAsync() => new FreshnessLog(
        new Stores(_lake, _lake, "landing"), new LoadedDefinitions(DefinitionFolder.Default).Datasets, _clock, _lines).WriteAsync(default);

    async Task PublishAsync(string dataset, params DateTimeOffset[] times)
    {
        var runs = times.Select((time, index) => new ManifestEntry($"r{index}", 1, $"{index}.csv", "v", time, default, 1, 0, time));
        await _lake.WriteAsync(
            LakeKeys.Dataset(dataset),
            new DatasetManifest(dataset, "w", [.. runs]),
            RunJson.Default.DatasetManifest,
            WriteCondition.None,
            default);
    }

    Task<bool> RunAsync(string id, RunStatus status, DateTimeOffset started) => new RunRecords(_lake, _clock).AddAsync(
        new()
        {
            Id = id,
            Dataset = "duff_orders",
            ContractVersion = 1,
            Source = new($"{id}.csv", "v", "e", 1, started),
            Attempt = 1,
            Status = status,
            Stage = RunStage.Transform,
            ProcessingDate = default,
            Created = started,
            Updated = started,
        },
        default);

    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; init; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    sealed class Lines : ILogger<FreshnessLog>, ILogger<RunAnnouncements>
    {
        public List<string> All { get; } = [];

        public void Log<TState>(
            LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));

        public bool IsEnabled(LogLevel level) => level >= LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
