using System.Text;

namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>The typed values of one row: one slot per source column, then one per derived column; reused for every row.</summary>
/// <remarks>
/// A slot holds null, a scalar (integers unscaled, date, timestamp, bool as 0 or 1; a double as its bits) or text. Texts share one buffer
/// that grows to the largest row, so nothing is allocated per row. Not thread-safe.
/// </remarks>
public sealed class RowValues(int slots, DateOnly processingDate, byte[]? hashKey = null)
{
    readonly long[] _scalars = new long[slots];
    readonly int[] _starts = new int[slots];
    readonly int[] _lengths = new int[slots];
    readonly bool[] _present = new bool[slots];
    byte[] _texts = new byte[1024];
    int _used;

    /// <summary>The UTC date of the run's first attempt, in days since 1970-01-01.</summary>
    public int ProcessingDay { get; } = CalendarDay.Of(processingDate);

    /// <summary>The secret of <c>keyed_hash</c>; null if the settings have none.</summary>
    internal byte[]? HashKey { get; } = hashKey;

    /// <summary>Starts the next row: every slot is null.</summary>
    public void Clear()
    {
        Array.Clear(_present);
        _used = 0;
    }

    public bool IsNull(int slot) => !_present[slot];

    /// <summary>0 for a null.</summary>
    public long Scalar(int slot) => _present[slot] ? _scalars[slot] : 0;

    /// <summary>Empty for a null. Valid until the next <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Text(int slot) => _present[slot] ? _texts.AsSpan(_starts[slot], _lengths[slot]) : default;

    public void SetScalar(int slot, long value)
    {
        _scalars[slot] = value;
        _present[slot] = true;
    }

    public void SetText(int slot, ReadOnlySpan<byte> value, CaseRule rule = CaseRule.Keep)
    {
        var to = Reserve(rule == CaseRule.Keep ? value.Length : Utf8Text.Capacity(value.Length));
        _starts[slot] = _used - to.Length;
        _lengths[slot] = Utf8Text.Convert(value, rule, to);
        _present[slot] = true;
    }

    /// <summary>Makes a slot null again.</summary>
    public void SetNull(int slot) => _present[slot] = false;

    /// <summary>Space for a text that is valid as long as the row.</summary>
    internal Span<byte> Reserve(int bytes)
    {
        if (_used + bytes > _texts.Length)
            Array.Resize(ref _texts, Math.Max(_texts.Length * 2, _used + bytes));
        _used += bytes;
        return _texts.AsSpan(_used - bytes, bytes);
    }

    /// <summary>A slot's text as a string: for messages and tests, not for the hot path.</summary>
    public string TextOf(int slot) => Encoding.UTF8.GetString(Text(slot));
}
