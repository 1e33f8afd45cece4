using System.Text;

namespace DuffBeer.Local.Generate;

/// <summary>Writes a sample file: header, valid rows, and the given shares of duplicates and bad rows.</summary>
/// <remarks>Needs one buffer for any number of rows. The same shape gives the same bytes on any machine.</remarks>
sealed class SampleFile(SampleDataset dataset, SampleShape shape)
{
    const int BufferBytes = 1 << 20;

    /// <summary>A duplicate follows its original within this many rows; a newer state of a row comes later.</summary>
    public const int DuplicateWindow = 32;

    readonly SplitMix _random = new(shape.Seed);
    readonly FaultInjector _faults = new(dataset.Columns, shape.Faults ?? Enum.GetValues<Fault>());
    readonly CsvLine[] _recent = [.. Enumerable.Range(0, DuplicateWindow).Select(_ => Line(dataset, shape))];
    readonly CsvLine _whole = Line(dataset, shape);
    readonly CsvLine _spoiled = Line(dataset, shape);
    long _written;

    /// <summary>Writes a new file atomically, or overwrites an existing one in place; returns the number of bytes.</summary>
    public async Task<long> WriteToFileAsync(string path, CancellationToken cancellationToken)
    {
        // An existing path may be a device or a pipe, so it is never replaced.
        if (File.Exists(path))
        {
            await using var existing = File.Create(path);
            return await WriteAsync(existing, progress: null, cancellationToken);
        }

        var bytes = 0L;
        await CreateAsync(path, overwrite: false, async to => bytes = await WriteAsync(to, progress: null, cancellationToken));
        return bytes;
    }

    /// <summary>Writes the rows into new files, each with a header and about as many rows.</summary>
    public async Task WriteToFilesAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var rows = dataset.Begin(shape, _random);
        foreach (var (index, path) in paths.Index())
        {
            var count = (shape.Rows * (index + 1) / paths.Count) - (shape.Rows * index / paths.Count);
            await CreateAsync(path, overwrite: true, to => WriteAsync(rows, count, to, progress: null, cancellationToken));
        }
    }

    /// <summary>The file appears under its name once it is whole.</summary>
    static async Task CreateAsync(string path, bool overwrite, Func<Stream, Task> write)
    {
        var partial = $"{path}.part";
        try
        {
            await using (var to = File.Create(partial))
                await write(to);
            File.Move(partial, path, overwrite);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Writes the rows; returns the number of bytes, with the header.</summary>
    /// <param name="progress">Receives the rows written so far, once per buffer.</param>
    public Task<long> WriteAsync(Stream to, IProgress<long>? progress, CancellationToken cancellationToken) =>
        WriteAsync(dataset.Begin(shape, _random), shape.Rows, to, progress, cancellationToken);

    async Task<long> WriteAsync(
        ISampleRows rows, long count, Stream to, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var used = Append(Header(), buffer, 0);
        var bytes = 0L;

        for (var row = 0L; row < count; row++)
        {
            used = Append(NextLine(rows), buffer, used);
            if (used <= BufferBytes - CsvLine.MaxBytes)
                continue;
            await to.WriteAsync(buffer.AsMemory(0, used), cancellationToken);
            bytes += used;
            used = 0;
            progress?.Report(row + 1);
        }

        await to.WriteAsync(buffer.AsMemory(0, used), cancellationToken);
        await to.FlushAsync(cancellationToken);
        progress?.Report(count);
        return bytes + used;
    }

    static CsvLine Line(SampleDataset dataset, SampleShape shape) => new(dataset.QuirksOf(shape).Contains(Quirk.CrlfLines));

    static int Append(CsvLine line, byte[] buffer, int used)
    {
        line.Bytes.CopyTo(buffer.AsSpan(used));
        return used + line.Bytes.Length;
    }

    CsvLine Header()
    {
        _whole.Clear();
        foreach (var column in dataset.Columns)
            _whole.Text(Encoding.UTF8.GetBytes(column.Name));
        _whole.End();
        return _whole;
    }

    CsvLine NextLine(ISampleRows rows)
    {
        if (_random.Chance(shape.Bad))
            return Spoiled(rows);
        if (_written > 0 && _random.Chance(shape.Duplicates))
            return _recent[_random.Below((int)Math.Min(_written, DuplicateWindow))];
        return Fill(_recent[_written++ % DuplicateWindow], rows);
    }

    CsvLine Spoiled(ISampleRows rows)
    {
        // A quoting fault in a row of several lines would make several rejects.
        do
            Fill(_whole, rows);
        while (_whole.SpansLines);

        _faults.Inject(_whole, _spoiled, _random);
        return _spoiled;
    }

    static CsvLine Fill(CsvLine line, ISampleRows rows)
    {
        line.Clear();
        rows.Next(line);
        line.End();
        return line;
    }
}
