using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Blocks;
using DuffBeer.Core.Rows.Cells;

namespace DuffBeer.Core.Rows.Partitions;

/// <summary>
/// Numbers the values of one partition column in order of appearance. Null and empty text share a folder, so they share a number.
/// </summary>
sealed class PartitionIds(string name, LogicalType type, int slot, PartitionPath path, BlockTyping typing)
{
    /// <summary>The number of every value too long for a folder name.</summary>
    public const int TooLong = -2;

    const int Unseen = -1;

    readonly ScalarVector? _scalars = typing.Scalars(slot);
    readonly TextVector? _texts = typing.Texts(slot);
    readonly Dictionary<long, int> _idOfScalar = [];
    int[] _idOfCode = [];
    int _nullId = Unseen;
    long _last;
    int _lastId = Unseen;
    int _count;

    public int Slot => slot;

    /// <summary>The number that the given rows share, if that is cheap to see.</summary>
    public bool TryOne(ReadOnlySpan<int> rows, out int id)
    {
        var isOne = _scalars is { HasNulls: false } scalars && AreAll(scalars.Values[rows[0]], scalars.Values.AsSpan(0, rows[^1] + 1));
        id = isOne ? Of(rows[0]) : Unseen;
        return isOne;
    }

    // The framework's own search would still run unoptimised for as long as most files take.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool AreAll(long value, ReadOnlySpan<long> values)
    {
        var at = 0;
        for (var same = Vector256.Create(value); at <= values.Length - Vector256<long>.Count; at += Vector256<long>.Count)
        {
            if (Vector256.Create(values[at..]) != same)
                return false;
        }

        while (at < values.Length && values[at] == value)
            at++;
        return at == values.Length;
    }

    /// <summary>The numbers of the values of some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Of(ReadOnlySpan<int> rows, Span<int> ids)
    {
        if (_texts is null or { HasNulls: true })
        {
            for (var index = 0; index < rows.Length; index++)
                ids[index] = Of(rows[index]);
            return;
        }

        var codes = _texts.Codes;
        var known = _idOfCode;
        for (var index = 0; index < rows.Length; index++)
        {
            var code = codes[rows[index]];
            if ((uint)code < (uint)known.Length && known[code] != Unseen)
            {
                ids[index] = known[code];
                continue;
            }

            ids[index] = OfCode(code, rows[index]);
            known = _idOfCode;
        }
    }

    /// <summary>The number of a row's value, from 0 up, or <see cref="TooLong"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(int row)
    {
        if (_texts is null)
            return OfScalar(row);
        if (_texts.IsNull(row))
            return OfNull();
        var code = _texts.Codes[row];
        return code < _idOfCode.Length && _idOfCode[code] != Unseen ? _idOfCode[code] : OfCode(code, row);
    }

    /// <summary><c>name=value</c> of a row; null if the value is too long.</summary>
    public string? Folder(int row) => path.Folder(name, ValueOf(row));

    string? ValueOf(int row) => _texts is not null
        ? _texts.IsNull(row) ? null : Encoding.UTF8.GetString(_texts[row])
        : _scalars!.IsNull(row) ? null : ScalarText.Of(type, _scalars.Values[row]);

    int OfScalar(int row)
    {
        if (_scalars!.IsNull(row))
            return OfNull();
        var value = _scalars.Values[row];
        if (_lastId == Unseen || value != _last)
        {
            if (!_idOfScalar.TryGetValue(value, out _lastId))
                _idOfScalar[value] = _lastId = _count++;
            _last = value;
        }

        return _lastId;
    }

    int OfNull() => _nullId == Unseen ? _nullId = _count++ : _nullId;

    int OfCode(int code, int row)
    {
        if (code >= _idOfCode.Length)
        {
            var seen = _idOfCode.Length;
            Array.Resize(ref _idOfCode, Math.Max(16, (code + 1) * 2));
            _idOfCode.AsSpan(seen).Fill(Unseen);
        }

        return _idOfCode[code] = _texts![row].IsEmpty ? OfNull() : Folder(row) is null ? TooLong : _count++;
    }
}
