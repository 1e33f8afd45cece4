using System.Text;

namespace DuffBeer.Core.Columns;

/// <summary>UTF-8 strings, either as codes of a shared dictionary or as bytes, back to back. A null has no bytes.</summary>
public sealed class StringBuffer : ColumnBuffer
{
    byte[] _bytes = [];
    int[] _ends = [];
    int _length;

    public StringBuffer()
    {
    }

    /// <param name="dictionary">The dictionary whose codes are appended, until <see cref="SpellOut"/>.</param>
    internal StringBuffer(StringCodes dictionary) => Dictionary = dictionary;

    /// <summary>What <see cref="Codes"/> refer to; null once the rows are stored as bytes.</summary>
    public StringCodes? Dictionary { get; private set; }

    public override long Bytes => _length + (long)Count * sizeof(int) + (NullCount > 0 ? Count : 0);

    /// <summary>Each row's code in <see cref="Dictionary"/>, any number for a null. Only with a dictionary.</summary>
    public ReadOnlySpan<int> Codes => _ends.AsSpan(0, Count);

    /// <summary>The bytes of all rows, in order. Only without a dictionary.</summary>
    public ReadOnlySpan<byte> Data => _bytes.AsSpan(0, _length);

    /// <summary>Where each row's bytes end in <see cref="Data"/>; the next row starts there.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            if (IsNull(row))
                return default;
            if (Dictionary is not null)
                return Dictionary[_ends[row]];
            var begin = row == 0 ? 0 : _ends[row - 1];
            return _bytes.AsSpan(begin, _ends[row] - begin);
        }
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        SpellOut();
        AppendBytes(value);
        EndRow();
    }

    public void Append(string value)
    {
        SpellOut();
        Reserve(ref _bytes, _length, Encoding.UTF8.GetMaxByteCount(value.Length));
        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length));
        EndRow();
    }

    public override void AppendNull()
    {
        Reserve(ref _ends, Count, 1);
        _ends[Count] = _length;
        MarkNull();
    }

    /// <summary>
    /// Reserves space for codes that the caller writes; <see cref="ColumnBuffer.Commit"/> adds them. Only with a dictionary.
    /// </summary>
    internal Span<int> NextCodes(int rows)
    {
        Reserve(ref _ends, Count, rows);
        return _ends.AsSpan(Count, rows);
    }

    /// <summary>Abandons the dictionary for good: values repeat too rarely for it to pay.</summary>
    internal void SpellOut()
    {
        if (Dictionary is not { } dictionary)
            return;
        Dictionary = null;
        for (var row = 0; row < Count; row++)
        {
            if (!IsNull(row))
                AppendBytes(dictionary[_ends[row]]);
            _ends[row] = _length;
        }
    }

    internal override void AppendRows(ColumnBuffer from, ReadOnlySpan<int> rows)
    {
        SpellOut();
        var strings = (StringBuffer)from;
        Reserve(ref _ends, Count, rows.Length);
        for (var index = 0; index < rows.Length; index++)
        {
            AppendBytes(strings[rows[index]]);
            _ends[Count + index] = _length;
        }

        Commit(from.Present, rows);
    }

    public override void Clear()
    {
        base.Clear();
        _length = 0;
    }

    public override void Dispose()
    {
        base.Dispose();
        Return(ref _bytes);
        Return(ref _ends);
    }

    void EndRow()
    {
        Reserve(ref _ends, Count, 1);
        _ends[Count] = _length;
        MarkPresent();
    }

    void AppendBytes(ReadOnlySpan<byte> value)
    {
        Reserve(ref _bytes, _length, value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }
}
