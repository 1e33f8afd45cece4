using System.Buffers.Text;

namespace DuffBeer.Local.Generate;

/// <summary>Builds one line of a CSV file as UTF-8 bytes with its line break.</summary>
sealed class CsvLine(bool carriageReturn = false)
{
    /// <summary>The limit for the length of a generated line, with its line break.</summary>
    public const int MaxBytes = 2048;

    const int MaxCells = 64;

    readonly byte[] _bytes = new byte[MaxBytes];
    readonly int[] _starts = new int[MaxCells + 1];
    int _length;

    public int Cells { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>A cell as written in the line, with its quotes. 0-based.</summary>
    public ReadOnlySpan<byte> Cell(int index) => _bytes.AsSpan(_starts[index]..(_starts[index + 1] - 1));

    /// <summary>True if a cell contains a line break.</summary>
    public bool SpansLines => Bytes[..^1].IndexOf((byte)'\n') >= 0;

    public void Clear() => (_length, Cells) = (0, 0);

    /// <summary>Adds a cell whose bytes already have the quotes that they need.</summary>
    public void Text(ReadOnlySpan<byte> cell)
    {
        cell.CopyTo(_bytes.AsSpan(_length));
        EndCell(cell.Length);
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out var written);
        EndCell(written);
    }

    /// <summary>Adds an amount in hundredths with two fraction digits.</summary>
    public void Hundredths(int value)
    {
        var to = _bytes.AsSpan(_length);
        var sign = value < 0 ? 1 : 0;
        to[0] = (byte)'-';
        var magnitude = Math.Abs(value);
        Utf8Formatter.TryFormat(magnitude / 100, to[sign..], out var digits);
        var written = sign + digits;
        to[written++] = (byte)'.';
        to[written++] = (byte)('0' + (magnitude / 10 % 10));
        to[written++] = (byte)('0' + (magnitude % 10));
        EndCell(written);
    }

    public void End()
    {
        if (carriageReturn)
            _bytes[_length++ - 1] = (byte)'\r';
        _bytes[_length - 1] = (byte)'\n';
    }

    void EndCell(int bytes)
    {
        _length += bytes;
        _bytes[_length++] = (byte)',';
        _starts[++Cells] = _length;
    }
}
