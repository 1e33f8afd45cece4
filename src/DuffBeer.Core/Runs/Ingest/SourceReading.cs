using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Finds how a source is read: its encoding and dialect, and the contract version that its header fits.</summary>
sealed class SourceReading(DatasetCatalog datasets)
{
    /// <param name="Warnings">Differences between header and contract.</param>
    public sealed record Found(DatasetContract Contract, FileShape Shape, IReadOnlyList<string> Warnings)
    {
        /// <summary>How the file is divided.</summary>
        /// <exception cref="TerminalException"><c>DefinitionInvalid</c>: the query engine could not read its parts.</exception>
        public FilePlan ToPlan(IByteSource source, IngestSettings settings)
        {
            var codec = settings.CodecOf(Contract);
            var length = Shape.Header.Count == 0 ? Shape.HeaderEnd : Shape.Coding.IsPlain ? source.Length : null;
            var chunkBytes = settings.ChunkBytes ?? ChunkSize.For((length ?? 0) - Shape.HeaderEnd, settings.Workers);
            return new(Shape, length, chunkBytes, [.. Shape.Notes, .. Warnings], codec) { Check = settings.SourceCheck };
        }

        /// <summary>See <see cref="RunRecord.VersionByHeader"/>.</summary>
        public int? VersionByHeader(RunRecord record) => Contract.Version == record.ContractVersion ? null : Contract.Version;
    }

    /// <summary>The file as the version of its date reads it; if its header does not fit, as the version whose header fits best.</summary>
    public async Task<Found> FindAsync(RunRecord record, IByteSource source, CancellationToken cancellationToken)
    {
        var byDate = datasets.Find(record.Dataset, record.ContractVersion)!;
        try
        {
            return await ReadAsync(byDate, source, cancellationToken);
        }
        catch (TerminalException mismatch) when (mismatch.Code == ProblemCode.HeaderMismatch && record.AsVersion is null)
        {
            Found? best = null;
            var others = datasets.VersionsOf(record.Dataset)
                .Where(other => other.Version != byDate.Version && HidesAsMuch(other, byDate));
            foreach (var other in others)
            {
                if (await TryReadAsync(other, source, cancellationToken) is { } found
                    && (best is null || Known(found) >= Known(best)))
                    best = found;
            }

            return best is null
                ? throw new TerminalException(mismatch.Code, mismatch.Message, mismatch)
                : best with
                {
                    Warnings =
                    [
                        $"The header does not fit version {byDate.Version} of the contract, which is valid on the file's date; it is " +
                        $"read by version {best.Contract.Version}, whose header it has.",
                        .. best.Warnings,
                    ],
                };
        }
    }

    /// <summary>A version that hides less could show what the version of the file's date hides.</summary>
    static bool HidesAsMuch(DatasetContract other, DatasetContract byDate) =>
        byDate.Columns.All(column => !byDate.IsHidden(column.Name) || other.IsHidden(column.Name));

    static int Known(Found found) => HeaderMatch.Of(found.Contract, found.Shape.Header).Cells.Count(cell => cell >= 0);

    static async Task<Found?> TryReadAsync(DatasetContract contract, IByteSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(contract, source, cancellationToken);
        }
        catch (TerminalException mismatch) when (mismatch.Code == ProblemCode.HeaderMismatch)
        {
            return null;
        }
    }

    static async Task<Found> ReadAsync(DatasetContract contract, IByteSource source, CancellationToken cancellationToken)
    {
        var shape = await SourceSniffer.SniffAsync(
            source, contract.Dialect, contract.Columns.SelectMany(HeaderName.Of), cancellationToken,
            [.. contract.Columns.Select(column => column.SourceName ?? column.Name)]);
        if (shape.Header.Count == 0)
            return new(contract, shape, []);
        var map = HeaderMatch.Of(contract, shape.Header);
        return new(contract, shape with { Header = HeaderMatch.Stored(contract, map) }, map.Warnings);
    }
}
