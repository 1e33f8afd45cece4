using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows.Blocks;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Partitions;

/// <summary>Sends the rows of each block to the batches of their partitions.</summary>
sealed class PartitionedRows : IDisposable
{
    const int None = 0;
    const int Unseen = -1;

    readonly DatasetContract _contract;
    readonly RowSettings _settings;
    readonly BlockTyping _typing;
    readonly PartitionIds[] _by;
    readonly int[] _slots;
    readonly StringCodes _run = new();
    readonly List<PartitionBatch> _batches = [];

    // For each partition column: number of the columns before it × number of its own value → number of both together, plus one.
    readonly List<int[]>[] _together;
    readonly int[] _combinations;

    readonly int[] _good = new int[RecordBlock.MaxRecords];
    readonly int[] _ids = new int[RecordBlock.MaxRecords];
    readonly int[] _batchOf = new int[RecordBlock.MaxRecords];
    readonly int[] _grouped = new int[RecordBlock.MaxRecords];
    int[] _ends = [];

    public PartitionedRows(DatasetContract contract, RowSettings settings, BlockTyping typing)
    {
        (_contract, _settings, _typing) = (contract, settings, typing);
        _run.CodeOf(Encoding.UTF8.GetBytes(settings.RunId));

        var columns = contract.Columns.Select(column => (column.Name, column.Type, Declared: column.Known.Concat(column.OneOf)))
            .Concat(contract.Derived.Select(column => (column.Name, column.Type, Declared: Enumerable.Empty<string>()))).ToList();
        _by = [.. from name in contract.PartitionBy
                  let slot = columns.FindLastIndex(column => column.Name == name)
                  select new PartitionIds(name, columns[slot].Type, slot, new(columns[slot].Declared), typing)];
        _together = [.. _by.Select(_ => new List<int[]>())];
        _combinations = new int[_by.Length];
        _slots =
        [
            .. Enumerable.Range(0, columns.Count).Where(
                slot => slot >= contract.Columns.Count || contract.IsStored(contract.Columns[slot])),
        ];
    }

    public IReadOnlyCollection<PartitionBatch> Batches => _batches;

    public void Dispose()
    {
        foreach (var batch in _batches)
            batch.Dispose();
        _run.Dispose();
    }

    /// <summary>Appends the rows without a fault; a row whose partition value is too long for a folder name becomes faulty.</summary>
    public void Append(RecordBlock block)
    {
        var good = _typing.Faults.Good(block.Count, _good);
        if (good == 0)
            return;
        if (_by.Length == 0)
        {
            if (_batches.Count == 0)
                Begin("");
            _batches[0].Append(block, _good.AsSpan(0, good));
            return;
        }

        Group(FindBatches(good));
        for (var (batch, begin) = (0, 0); batch < _batches.Count; begin = _ends[batch++])
        {
            if (_ends[batch] > begin)
                _batches[batch].Append(block, _grouped.AsSpan(begin.._ends[batch]));
        }
    }

    /// <summary>Finds the batch of each good row; returns how many are still good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int FindBatches(int rows)
    {
        var good = _good.AsSpan(0, rows);
        var together = _batchOf.AsSpan(0, rows);
        // The number that all rows share, as long as the columns before have one value in the whole block, such as a processing date.
        var (one, areOne) = (0, true);
        for (var column = 0; column < _by.Length; column++)
        {
            var known = _together[column];
            if (areOne && _by[column].TryOne(good, out var id))
            {
                one = Combine(known, one, id);
                continue;
            }

            _by[column].Of(good, _ids);
            if (areOne)
                together.Fill(one);
            areOne = false;
            for (var index = 0; index < together.Length; index++)
                together[index] = Combine(known, together[index], _ids[index]);
        }

        if (areOne)
            together.Fill(one);
        return together.Contains(Unseen) ? NumberUnseen(rows) : rows;
    }

    /// <summary>Combines the number of the columns before with the number of one column's value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Combine(List<int[]> known, int before, int id)
    {
        var ids = CollectionsMarshal.AsSpan(known);
        return (uint)before < (uint)ids.Length && (uint)id < (uint)ids[before].Length ? ids[before][id] - 1 : Unseen;
    }

    int NumberUnseen(int rows)
    {
        var good = 0;
        for (var index = 0; index < rows; index++)
        {
            var row = _good[index];
            var batch = _batchOf[index] == Unseen ? New(row) : _batchOf[index];
            (_good[good], _batchOf[good]) = (row, batch);
            good += batch == Unseen ? 0 : 1;
        }

        return good;
    }

    /// <summary>Numbers a combination of values not seen before this block; <see cref="Unseen"/> if a value is too long.</summary>
    int New(int row)
    {
        if (_by.FirstOrDefault(column => column.Of(row) == PartitionIds.TooLong) is { } tooLong)
        {
            _typing.Faults.Set(row, new(RejectCode.RangeError, tooLong.Slot));
            return Unseen;
        }

        var together = 0;
        for (var column = 0; column < _by.Length; column++)
        {
            var id = _by[column].Of(row);
            var before = _together[column];
            while (before.Count <= together)
                before.Add([]);
            var known = before[together];
            if (known.Length <= id)
                Array.Resize(ref known, (id + 1) * 2);
            before[together] = known;
            if (known[id] == None)
                known[id] = ++_combinations[column];
            together = known[id] - 1;
        }

        if (together == _batches.Count)
            Begin(string.Join('/', _by.Select(column => column.Folder(row))));
        return together;
    }

    void Begin(string path)
    {
        if (_batches.Count == _settings.MaxPartitions)
            throw new TerminalException(ProblemCode.TooManyPartitions,
                $"{_contract.Name}: the rows have more than {_settings.MaxPartitions} different values of " +
                $"{string.Join(", ", _contract.PartitionBy)}; partition by a column with fewer values, or raise the " +
                "contract's maxPartitions.");
        _batches.Add(new(path, _contract.StoredColumns, _slots, _typing, _run));
    }

    /// <summary>Sorts the good rows by batch, in order within each; <see cref="_ends"/> is where each batch's rows end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Group(int rows)
    {
        if (_ends.Length < _batches.Count)
            _ends = new int[_batches.Count * 2];
        _ends.AsSpan().Clear();
        for (var index = 0; index < rows; index++)
            _ends[_batchOf[index]]++;
        for (var (batch, begin) = (0, 0); batch < _batches.Count; batch++)
            (_ends[batch], begin) = (begin, begin + _ends[batch]);
        for (var index = 0; index < rows; index++)
            _grouped[_ends[_batchOf[index]]++] = _good[index];
    }
}
