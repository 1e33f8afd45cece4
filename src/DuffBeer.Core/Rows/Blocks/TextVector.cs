using DuffBeer.Core.Columns;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>The texts of one column for a block of rows: as codes of the chunk's dictionary, or as bytes once that is abandoned.</summary>
sealed class TextVector(bool alwaysCoded) : IDisposable
{
    readonly byte[] _present = new byte[RecordBlock.MaxRecords];
    readonly int[] _begins = new int[RecordBlock.MaxRecords];
    readonly int[] _lengths = new int[RecordBlock.MaxRecords];
    byte[] _bytes = [];
    int _used;

    // Kept after it is abandoned: batches may still hold its codes.
    readonly StringCodes _dictionary = new();
    bool _isOutgrown;

    /// <summary>Null once the column repeats too rarely.</summary>
    public StringCodes? Dictionary => _isOutgrown ? null : _dictionary;

    /// <summary>A code for each row, 0 for a null. Only with a <see cref="Dictionary"/>.</summary>
    public int[] Codes { get; } = new int[RecordBlock.MaxRecords];

    public bool HasNulls { get; private set; }

    /// <summary>1 if a row has a text, 0 if it is null. Only if <see cref="HasNulls"/>.</summary>
    public ReadOnlySpan<byte> Present => _present;

    public bool IsNull(int row) => HasNulls && _present[row] == 0;

    public ReadOnlySpan<byte> this[int row] => IsNull(row) ? default
        : Dictionary is not null ? Dictionary[Codes[row]]
        : _bytes.AsSpan(_begins[row], _lengths[row]);

    /// <summary>The value of a code, even after the dictionary is abandoned.</summary>
    public ReadOnlySpan<byte> Seen(int code) => _dictionary[code];

    /// <summary>Starts the next block: no row is null.</summary>
    public void Begin(int rows)
    {
        HasNulls = false;
        _used = 0;
        _dictionary.Saw(rows);
        _isOutgrown = _isOutgrown || (!alwaysCoded && _dictionary.IsOutgrown);
    }

    public void Set(int row, ReadOnlySpan<byte> text)
    {
        if (!_isOutgrown)
        {
            Codes[row] = _dictionary.CodeOf(text);
            return;
        }

        if (_used + text.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + text.Length));
        text.CopyTo(_bytes.AsSpan(_used));
        (_begins[row], _lengths[row]) = (_used, text.Length);
        _used += text.Length;
    }

    public void SetNull(int row)
    {
        if (!HasNulls)
            Array.Fill(_present, (byte)1);
        HasNulls = true;
        (_present[row], Codes[row], _lengths[row]) = (0, 0, 0);
    }

    public void Dispose() => _dictionary.Dispose();
}
