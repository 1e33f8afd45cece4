using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Explain;

/// <summary>What is needed to read the lines of one run's file.</summary>
/// <param name="Contract">As of the file's time.</param>
sealed record SourceFile(RunRecord Run, FilePlan Plan, DatasetContract Contract, HeaderMap Header);

/// <summary>Reads the lines of source files that rows of the lake were made of.</summary>
sealed class SourceLines(Stores stores, RunRecords runs, DatasetCatalog datasets)
{
    readonly RawLines _raw = new();
    readonly PublishedRuns _published = new(stores.Lake);

    /// <summary>One page over all datasets of the plan, and the token of the next page.</summary>
    public async Task<(IReadOnlyList<SourceLine> Lines, string? Next)> PageAsync(
        WhyRequest request, ExplainPlan plan, SourceRows rows, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var (begin, after) = Place(request.Next, plan);
        var lines = new List<SourceLine>();
        (string Dataset, SourcePlace Place)? last = null;
        foreach (var dataset in plan.Datasets.Skip(begin))
        {
            var most = request.Limit - lines.Count;
            var places = await rows.PlacesAsync(dataset, after, most + 1, cancellationToken);
            var page = places.Take(most).ToList();
            lines.AddRange(await ReadAsync(dataset, page, rows, snapshot, cancellationToken));
            after = null;
            if (page.Count > 0)
                last = (dataset.Name, page[^1]);
            if (places.Count > page.Count && last is { } end)
                return (lines, Token(end));
        }

        return (lines, null);
    }

    static string Token((string Dataset, SourcePlace Place) last) =>
        string.Create(CultureInfo.InvariantCulture, $"{last.Dataset}~{last.Place.Order}~{last.Place.Offset}");

    /// <summary>The unmasked bytes of rows' lines: only to compute with, never to show.</summary>
    public async Task<IReadOnlyDictionary<long, RawUnit>> BytesAsync(
        SourceFile file, IEnumerable<long> offsets, CancellationToken cancellationToken)
    {
        var plan = file.Plan;
        await using var source = plan.Shape.Coding.Open(await stores.OpenSourceAsync(file.Run, cancellationToken));
        return await _raw.ReadAsync(
            $"{file.Run.Id} {file.Run.Source.Version}",
            source,
            plan.Shape.Coding.IsPlain,
            plan.Shape.Dialect,
            [.. offsets.Distinct().Order()],
            cancellationToken);
    }

    /// <summary>The attempt of a run whose rows a snapshot has.</summary>
    public async Task<PublishedRun> RunAsync(string dataset, string run, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var record = await runs.FindAsync(run, cancellationToken);
        return await _published.FindAsync(dataset, snapshot.Datasets[dataset], record?.Source.Key, run, cancellationToken)
            ?? throw new TerminalException(ProblemCode.NotFound, $"The snapshot {snapshot.Id} does not list the run {run} of {dataset}.");
    }

    public async Task<SourceFile> FileAsync(PublishedRun published, CancellationToken cancellationToken)
    {
        var record = await runs.GetAsync(published.RunId, cancellationToken);
        var plan = await runs.PlanAsync(published.RunId, published.Attempt, cancellationToken)
            ?? throw new TerminalException(ProblemCode.NotFound, $"The lake no longer knows how the file of {published.RunId} was read.");
        var contract = datasets.Find(record.Dataset, record.ContractVersion)
            ?? throw new TerminalException(
                ProblemCode.NotFound, $"There is no version {record.ContractVersion} of the contract {record.Dataset}.");
        return new(record, plan, contract.ForFileOf(record.Source.Time), HeaderMatch.Of(contract, plan.Shape.Header));
    }

    static (int Dataset, (int Order, long Offset)? After) Place(string? token, ExplainPlan plan)
    {
        if (token is null)
            return (0, null);
        var names = plan.Datasets.Select(dataset => dataset.Name).ToList();
        return token.Split('~') is [var dataset, var order, var offset]
            && names.IndexOf(dataset) is >= 0 and var index
            && int.TryParse(order, NumberStyles.None, CultureInfo.InvariantCulture, out var run)
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? (index, (run, at))
            : throw new TerminalException(ProblemCode.BadRequest, "next must be the unchanged continuation token of the previous page.");
    }

    async Task<IReadOnlyList<SourceLine>> ReadAsync(
        ReadInput dataset, List<SourcePlace> page, SourceRows rows, Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (page.Count == 0)
            return [];
        var fates = await rows.FatesAsync(dataset, page, cancellationToken);
        // A row that no state has was left out before the states were told.
        var found = page.ToDictionary(
            place => place,
            place => fates is null ? null : fates.GetValueOrDefault((place.Run, place.Offset)) ?? new("filtered", null, null));
        var (published, files) = (new Dictionary<string, PublishedRun>(), new Dictionary<string, FoundLines>());
        var wanted = page.Select(place => (place.Run, place.Offset))
            .Concat(found.Values.Select(fate => fate?.Other).OfType<(string Run, long Offset)>())
            .ToLookup(place => place.Run, place => place.Offset);
        foreach (var run in wanted)
        {
            published[run.Key] = await RunAsync(dataset.Name, run.Key, snapshot, cancellationToken);
            files[run.Key] = await FoundAsync(published[run.Key], run, cancellationToken);
        }

        var gone = page.Where(place => !files[place.Run].Units.ContainsKey(place.Offset)).ToList();
        var cells = gone.Count == 0 ? null : await rows.CellsAsync(dataset, gone, cancellationToken);
        return
        [
            .. from place in page
               let file = files[place.Run]
               let unit = file.Units.GetValueOrDefault(place.Offset)
               let fate = found[place]
               select new SourceLine(
                   dataset.Name, place.Run, published[place.Run].SourceKey, file.Version, place.Offset,
                   unit?.Bytes.Length, unit?.Number, unit is null ? null : file.Shown!(unit.Bytes), file.Gone,
                   fate?.Role, fate?.Rule, OtherOf(fate),
                   unit is null ? Masked(dataset.Name, cells![(place.Run, place.Offset)]) : null),
        ];

        LinePlace? OtherOf(SourceFate? fate) => fate?.Other is { } other
            ? new(other.Run, published[other.Run].SourceKey, other.Offset)
            {
                LineNumber = files[other.Run].Units.GetValueOrDefault(other.Offset)?.Number,
            }
            : null;
    }

    /// <summary>As in raw lines, what looks like a value of a hidden column is masked in the other columns too.</summary>
    IReadOnlyDictionary<string, string?> Masked(string dataset, IReadOnlyDictionary<string, string?> cells) =>
        datasets.Find(dataset) is { Hides: true }
            ? cells.ToDictionary(cell => cell.Key, cell => cell.Value is null ? null : Sensitive.MaskIn(cell.Value))
            : cells;

    async Task<FoundLines> FoundAsync(PublishedRun run, IEnumerable<long> offsets, CancellationToken cancellationToken)
    {
        var version = "";
        try
        {
            var file = await FileAsync(run, cancellationToken);
            version = file.Run.Source.Version;
            var units = await BytesAsync(file, offsets, cancellationToken);
            var dialect = file.Plan.Shape.Dialect;
            var wording = new RejectWording(file.Contract, file.Header, new(file.Contract, file.Header), dialect);
            return new(version, units, bytes => Shown(wording, bytes, dialect), null);
        }
        catch (TerminalException gone) when (
            gone.Code is ProblemCode.SourceMissing or ProblemCode.SourceChanged or ProblemCode.NotFound)
        {
            return new(version, new Dictionary<long, RawUnit>(), null, $"The file is gone; its row in the lake is this. {gone.Message}");
        }
    }

    static string Shown(RejectWording wording, byte[] bytes, Dialect dialect)
    {
        var cells = new CellEnds();
        UnitSplitter.Split(bytes, endOfFile: true, dialect, Dialect.MaxRecordBytes, cells);
        return wording.LineOf(Record.Of(bytes, cells, dialect));
    }

    sealed record FoundLines(
        string Version, IReadOnlyDictionary<long, RawUnit> Units, Func<byte[], string>? Shown, string? Gone);
}
