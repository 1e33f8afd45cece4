using System.Globalization;

namespace DuffBeer.Fuzz.Engine;

/// <summary>Makes new inputs of known ones: small changes, words of the grammar, repetitions and splices.</summary>
sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int mostBytes)
{
    static readonly byte[] s_bytes = [0, 1, 9, 10, 13, 32, 34, 39, 44, 48, 57, 59, 92, 123, 127, 128, 0xC3, 0xEF, 0xFE, 0xFF];

    static readonly string[] s_numbers =
    [
        "0", "-0", "-1", "1", "9", "255", "256", "65536", "2147483647", "-2147483648", "2147483648", "4294967296",
        "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e308", "1e-400", "0.1", "00000000000000000000001",
    ];

    readonly List<byte> _bytes = [];

    /// <param name="from">The input to change.</param>
    /// <param name="other">Another known input, to take parts of.</param>
    public byte[] Change(byte[] from, byte[] other)
    {
        _bytes.Clear();
        _bytes.AddRange(from);
        for (var changes = 1 << random.Next(5); changes > 0; changes--)
            ChangeOnce(other);
        if (_bytes.Count > mostBytes)
            _bytes.RemoveRange(mostBytes, _bytes.Count - mostBytes);
        return [.. _bytes];
    }

    void ChangeOnce(byte[] other)
    {
        var (at, length) = Range();
        switch (random.Next(15))
        {
            case 0 when _bytes.Count > at:
                _bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when _bytes.Count > at:
                _bytes[at] = s_bytes[random.Next(s_bytes.Length)];
                break;
            case 2 when _bytes.Count > at:
                _bytes[at] += (byte)random.Next(-4, 5);
                break;
            case 3:
                _bytes.Insert(at, s_bytes[random.Next(s_bytes.Length)]);
                break;
            case 4 or 5:
                _bytes.RemoveRange(at, length);
                break;
            case 6:
                Insert(_bytes.GetRange(at, length));
                break;
            case 7:
                Repeat([.. _bytes.GetRange(at, length)]);
                break;
            case 8 or 9 when words.Count > 0:
                Insert(words[random.Next(words.Count)]);
                break;
            case 10 when words.Count > 0:
                _bytes.RemoveRange(at, length);
                _bytes.InsertRange(at, words[random.Next(words.Count)]);
                break;
            case 11 when words.Count > 0 && random.Next(8) == 0:
                Repeat(words[random.Next(words.Count)]);
                break;
            case 12:
                ReplaceNumber(at);
                break;
            case 13 when other.Length > 0:
                var begin = random.Next(other.Length);
                Insert(other.AsSpan(begin, random.Next(other.Length - begin) + 1).ToArray());
                break;
            case 14 when other.Length > 0 && random.Next(4) == 0:
                _bytes.RemoveRange(at, _bytes.Count - at);
                _bytes.AddRange(other.AsSpan(random.Next(other.Length)));
                break;
            default:
                break;
        }
    }

    /// <summary>Mostly short, and within the input.</summary>
    (int At, int Length) Range()
    {
        var at = random.Next(_bytes.Count + 1);
        return (at, Math.Min(_bytes.Count - at, 1 << random.Next(7)));
    }

    void Insert(IReadOnlyCollection<byte> bytes)
    {
        if (_bytes.Count + bytes.Count <= mostBytes)
            _bytes.InsertRange(random.Next(_bytes.Count + 1), bytes);
    }

    /// <summary>Up to the longest input: this finds what nests or grows without bound.</summary>
    void Repeat(byte[] bytes)
    {
        if (bytes.Length == 0)
            return;
        var times = Math.Min(1 << random.Next(12), (mostBytes - _bytes.Count) / bytes.Length);
        Insert([.. Enumerable.Repeat(bytes, Math.Max(times, 0)).SelectMany(repeated => repeated)]);
    }

    void ReplaceNumber(int at)
    {
        var begin = _bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
        if (begin < 0)
            return;
        var end = begin;
        while (end < _bytes.Count && _bytes[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        var number = random.Next(3) == 0
            ? random.NextInt64().ToString(CultureInfo.InvariantCulture)
            : s_numbers[random.Next(s_numbers.Length)];
        _bytes.RemoveRange(begin, end - begin);
        _bytes.InsertRange(begin, number.Select(digit => (byte)digit));
    }
}
