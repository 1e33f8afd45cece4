using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Csv;

/// <summary>One unit in a reader's buffer; valid until the reader moves on.</summary>
public readonly ref struct Record
{
    readonly ReadOnlySpan<byte> _unit;
    readonly ReadOnlySpan<int> _ends;
    readonly int _origin;
    readonly CellUnquoter _text;

    /// <param name="unit">The unit's bytes without its line break.</param>
    /// <param name="offset">Absolute offset of the first.</param>
    /// <param name="ends">Where each cell ends, counted from <paramref name="origin"/> bytes before the unit.</param>
    /// <param name="text">Removes quotes.</param>
    internal Record(ReadOnlySpan<byte> unit, long offset, ReadOnlySpan<int> ends, int origin, CellUnquoter text)
    {
        _unit = unit;
        _ends = ends;
        _origin = origin;
        _text = text;
        Offset = offset;
    }

    /// <summary>Absolute offset of the first byte.</summary>
    public long Offset { get; }

    /// <summary>Without the final line break. For an over-long line, only the first <see cref="Dialect.MaxRecordBytes"/> bytes.</summary>
    public ReadOnlySpan<byte> Raw => _unit;

    /// <summary>0 if the unit is not a record.</summary>
    public int FieldCount => _ends.Length;

    /// <summary>A cell without its quotes, doubled quotes made single. 0-based, below <see cref="FieldCount"/>.</summary>
    public ReadOnlySpan<byte> Field(int index)
    {
        var begin = index == 0 ? 0 : _ends[index - 1] - _origin + _text.DelimiterLength;
        return _text.Unquoted(_unit[begin..(_ends[index] - _origin)]);
    }

    /// <summary>All cells as strings: for headers, not for rows.</summary>
    internal string[] Texts()
    {
        var texts = new string[FieldCount];
        for (var index = 0; index < texts.Length; index++)
            texts[index] = Utf8Text.ToText(Field(index));
        return texts;
    }

    /// <summary>The result of <see cref="UnitSplitter"/>.</summary>
    internal static Record Of(ReadOnlySpan<byte> unit, CellEnds cells, Dialect dialect) => new(unit, 0, cells.All, 0, new(dialect));
}
