using System.IO.Compression;
using System.Security.Cryptography;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>Finds the rows to erase in a file, with the reader that ingests it, and copies all other bytes.</summary>
/// <remarks>
/// A file in another encoding becomes UTF-8 with a byte order mark, so that no byte of another row changes its meaning. A compressed one
/// stays compressed.
/// </remarks>
sealed class ErasableFile(DatasetCatalog datasets, ForgetRequest request)
{
    const int CopyBytes = 1 << 20;

    static readonly byte[] s_mark = [0xEF, 0xBB, 0xBF];

    readonly SourceReading _reading = new(datasets);

    /// <param name="Rows">Byte ranges of the rows to erase, with their line breaks, in order. Offsets count decoded bytes.</param>
    public sealed record Found(ObjectStat Stat, FileShape Shape, IReadOnlyList<ByteRange> Rows);

    /// <param name="run">The run of the file; null if it has none.</param>
    /// <returns>Null if the file is no CSV.</returns>
    public async Task<Found?> FindAsync(IObjectStore store, ObjectStat stat, RunRecord? run, CancellationToken cancellationToken)
    {
        await using var source = await store.OpenAsync(stat, cancellationToken);
        if (await ReadAsync(source, stat, run, cancellationToken) is not var (shape, start, cell, values))
            return null;
        var rows = new List<ByteRange>();
        if (shape.Header.Count == 0)
            return new(stat, shape, rows);
        await using var decoded = shape.Coding.IsPlain ? null : new DecodedSource(source, shape.Coding, leaveOpen: true);
        using var reader = new UnitReader(decoded ?? source, shape.Dialect, start, long.MaxValue);
        do
        {
            while (reader.TryRead())
            {
                if (values.AreIn(reader, shape.Dialect, shape.Header.Count, cell))
                    rows.Add(new(reader.Offset, reader.Next));
            }
        }
        while (await reader.FillAsync(cancellationToken));

        return new(stat, shape, rows);
    }

    /// <summary>Copies the file without the rows.</summary>
    /// <returns>A hash of what remains, as the reader decodes it.</returns>
    public static async Task<string> CopyAsync(IObjectStore store, Found found, Stream to, CancellationToken cancellationToken)
    {
        var coding = found.Shape.Coding;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var decoded = coding.Open(await store.OpenAsync(found.Stat, cancellationToken));
        await using var packed = coding.Gzip ? new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true) : null;
        var body = packed ?? to;
        if (coding.Encoding != TextEncoding.Utf8 && found.Shape.MarkLength == 0)
            await WriteAsync(s_mark);
        var (buffer, at) = (new byte[CopyBytes], 0L);
        foreach (var gone in found.Rows.Append(new(long.MaxValue, long.MaxValue)))
        {
            while (at < gone.Start)
            {
                var wanted = (int)Math.Min(buffer.Length, gone.Start - at);
                var read = await decoded.ReadAsync(at, buffer.AsMemory(0, wanted), cancellationToken);
                if (read == 0)
                    break;
                await WriteAsync(buffer.AsMemory(0, read));
                at += read;
            }

            at = gone.End;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        async Task WriteAsync(ReadOnlyMemory<byte> bytes)
        {
            hash.AppendData(bytes.Span);
            await body.WriteAsync(bytes, cancellationToken);
        }
    }

    /// <summary>How the file is read, where its rows begin, and the place of the column; null if it is no CSV.</summary>
    async Task<(FileShape Shape, long Start, int Cell, ForgottenValues Values)?> ReadAsync(
        IByteSource source, ObjectStat stat, RunRecord? run, CancellationToken cancellationToken)
    {
        var contract = datasets.FindAt(request.Dataset, run?.Source.Time ?? stat.LastModified)!;
        var record = (run ?? Unknown(stat)) with { ContractVersion = run?.AsVersion ?? contract.Version };
        try
        {
            var (read, shape, _) = await _reading.FindAsync(record, source, cancellationToken);
            if (read.Columns.Index().FirstOrDefault(column => column.Item.Name == request.Column) is not (var index, { } column))
                return (shape, shape.HeaderEnd, ForgottenValues.AnyCell, Values(contract));
            var cell = shape.Header.Count == 0 ? -1 : HeaderMatch.Of(read, shape.Header).Cells[index];
            return (shape, shape.HeaderEnd, cell, new(column, request.Values));
        }
        catch (TerminalException failure) when (failure.Code is ProblemCode.HeaderMismatch or ProblemCode.NotCsv)
        {
            return await AnywayAsync(source, contract, cancellationToken) is { } shape
                ? (shape, shape.MarkLength, ForgottenValues.AnyCell, Values(contract))
                : null;
        }
    }

    /// <summary>A file whose header no version of the contract knows has rows all the same, perhaps from its first line on.</summary>
    static async Task<FileShape?> AnywayAsync(IByteSource source, DatasetContract contract, CancellationToken cancellationToken)
    {
        try
        {
            return await SourceSniffer.SniffAsync(source, contract.Dialect, [], cancellationToken);
        }
        catch (TerminalException failure) when (failure.Code is ProblemCode.HeaderMismatch or ProblemCode.NotCsv)
        {
            return null;
        }
    }

    ForgottenValues Values(DatasetContract contract) =>
        new((contract.Columns.FirstOrDefault(column => column.Name == request.Column)
            ?? datasets.Find(request.Dataset)!.Columns.First(column => column.Name == request.Column)), request.Values);

    RunRecord Unknown(ObjectStat stat) => new()
    {
        Id = "",
        Dataset = request.Dataset,
        ContractVersion = 0,
        Source = new(stat.Key, RunSource.VersionOf(stat), stat.ETag, stat.Size, stat.LastModified),
        Attempt = 0,
        Status = RunStatus.Running,
        Stage = RunStage.Inspect,
        ProcessingDate = default,
        Created = default,
        Updated = default,
    };
}
