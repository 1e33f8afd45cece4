using System.Buffers;
using System.Globalization;
using System.Text;
using DuffBeer.Core.Columns;

namespace DuffBeer.Core.Rows.Partitions;

/// <summary>Folder names of partition values in Hive's form, such that no file system merges two values.</summary>
/// <remarks>
/// Percent-encoded (UTF-8, upper-case hex) are Hive's escape set, <c>&lt; &gt; |</c> (Windows), control characters, all non-ASCII bytes and
/// a final dot or space. Values that the contract declares keep their case. Of any other value the upper-case letters are encoded, and the
/// first letter of one that equals a declared value but for case: two values never differ only in case.
/// </remarks>
public sealed class PartitionPath
{
    /// <summary>The folder of null and of the empty text.</summary>
    public const string Null = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>Longest encoded value: file systems allow 255 bytes per name, and the column's name needs some.</summary>
    public const int MaxBytes = 200;

    static readonly SearchValues<char> s_escaped = SearchValues.Create("\"#%'*/:=?\\{}[]^<>|\u007f");

    readonly HashSet<string> _plain;
    readonly HashSet<string> _reserved;

    /// <param name="declared">The values that the contract lists as known or allowed.</param>
    public PartitionPath(IEnumerable<string> declared)
    {
        _plain = [.. declared.Where(value => !value.Equals(Null, StringComparison.OrdinalIgnoreCase))
            .GroupBy(value => value, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() == 1).Select(group => group.Key)];
        _reserved = new(_plain.Append(Null), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary><c>name=value</c>; null if the encoded value would be longer than <see cref="MaxBytes"/>.</summary>
    public string? Folder(string name, string? value)
    {
        var encoded = string.IsNullOrEmpty(value) ? Null : Encode(value);
        return encoded.Length > MaxBytes ? null : $"{name}={encoded}";
    }

    /// <summary>Decodes a value; null for <see cref="Null"/>.</summary>
    public static string? Decode(string encoded)
    {
        if (encoded == Null)
            return null;
        var bytes = new List<byte>();
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] != '%')
                bytes.Add((byte)encoded[at]);
            else
            {
                bytes.Add(byte.Parse(encoded.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                at += 2;
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    string Encode(string value)
    {
        var isPlain = _plain.Contains(value);
        var escapeLetter = !isPlain && _reserved.Contains(value);
        var encoded = new StringBuilder();
        var utf8 = Encoding.UTF8.GetBytes(value);
        for (var at = 0; at < utf8.Length; at++)
        {
            var character = (char)utf8[at];
            var isLetter = char.IsAsciiLetter(character);
            var escape = character is < ' ' or > '~' || s_escaped.Contains(character)
                || (at == utf8.Length - 1 && character is '.' or ' ')
                || (isLetter && escapeLetter)
                || (!isPlain && char.IsAsciiLetterUpper(character));
            escapeLetter &= !isLetter;
            if (escape)
                encoded.Append(CultureInfo.InvariantCulture, $"%{utf8[at]:X2}");
            else
                encoded.Append(character);
        }

        return encoded.ToString();
    }
}
