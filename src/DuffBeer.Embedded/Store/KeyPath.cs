using System.Globalization;
using System.Text;

namespace DuffBeer.Embedded.Store;

/// <summary>Maps any object key to a relative file path and back: injective, legal on every file system, never outside its root.</summary>
/// <remarks>
/// <c>~XX</c> or <c>~uXXXX</c> (one UTF-16 unit) replaces each character that some file system forbids, that has a meaning in globs or
/// that is not ASCII; also a leading dot (used by our temporary files and locks), a trailing dot or space, and the first letter of a
/// device name such as CON. An empty segment is <c>~-</c>. A segment too long for a name continues in the next folder; <c>~+</c> ends its
/// first part. A folder's name has no dot and a file's has one, otherwise a <c>~</c> ends it: so the keys <c>a</c> and <c>a/b</c> can both
/// exist. Keys that differ only in case are distinct only if the file system distinguishes them.
/// </remarks>
public static class KeyPath
{
    const int LongestName = 200;
    const string Empty = "~-";
    const string Continued = "~+";

    /// <summary>The path, with <c>/</c>, of the file that holds the object.</summary>
    public static string OfObject(string key)
    {
        var fileName = key.LastIndexOf('/') + 1;
        var path = new StringBuilder(key.Length + 16);
        AppendFolders(path, key.AsSpan(0, fileName));
        AppendSegment(path, key.AsSpan(fileName), isFile: true);
        return path.ToString();
    }

    /// <summary>
    /// The path of the folder that holds all keys beginning with <paramref name="prefix"/>, empty or ending with <c>/</c>.
    /// </summary>
    /// <param name="prefix">Empty, or ending with <c>/</c>.</param>
    public static string OfFolder(string prefix)
    {
        var path = new StringBuilder(prefix.Length + 16);
        AppendFolders(path, prefix);
        return path.ToString();
    }

    /// <summary>The key whose object has a path; null for a file that is not ours.</summary>
    public static string? KeyOf(string path)
    {
        var names = path.Split('/');
        var parts = names.Select((name, index) => index == names.Length - 1 ? FileText(name) : FolderText(name)).ToList();
        return parts.Contains(null) ? null : string.Concat(parts);
    }

    /// <summary>The part of a key that a folder's name stands for, with its <c>/</c>; null for a folder that is not ours.</summary>
    public static string? FolderText(string name) =>
        name.EndsWith(Continued, StringComparison.Ordinal) ? Decode(name[..^Continued.Length])
        : Text(name) is { } text ? text + "/"
        : null;

    /// <summary>The part of a key that a file's name stands for; null for a file that is not ours.</summary>
    public static string? FileText(string name) => Text(name);

    static string? Text(string name)
    {
        var marked = name.Length > 1 && name[^1] == '~' && name != "~";
        var text = marked ? name[..^1] : name;
        return text == Empty ? "" : Decode(text);
    }

    static void AppendFolders(StringBuilder path, ReadOnlySpan<char> prefix)
    {
        for (var slash = prefix.IndexOf('/'); slash >= 0; slash = prefix.IndexOf('/'))
        {
            AppendSegment(path, prefix[..slash], isFile: false);
            path.Append('/');
            prefix = prefix[(slash + 1)..];
        }
    }

    static void AppendSegment(StringBuilder path, ReadOnlySpan<char> segment, bool isFile)
    {
        var begin = 0;
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            var weight = IsPlain(segment[i]) ? 1 : segment[i] < 128 ? 3 : 6;
            if (length + weight > LongestName)
            {
                AppendEncoded(path, segment[begin..i]);
                path.Append(Continued).Append('/');
                (begin, length) = (i, 0);
            }

            length += weight;
        }

        if (segment.Length == 0)
            path.Append(Empty);
        // A dot may be encoded.
        if (AppendEncoded(path, segment[begin..]) != isFile)
            path.Append('~');
    }

    /// <summary>Whether a dot is in what was appended.</summary>
    static bool AppendEncoded(StringBuilder path, ReadOnlySpan<char> text)
    {
        var isDevice = IsDevice(text);
        var hasDot = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isFirst = i == 0;
            var isLast = i == text.Length - 1;
            if (IsPlain(c) && !(isFirst && (c == '.' || isDevice)) && !(isLast && c is '.' or ' '))
            {
                path.Append(c);
                hasDot |= c == '.';
            }
            else if (c < 128)
            {
                path.Append(CultureInfo.InvariantCulture, $"~{(int)c:x2}");
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"~u{(int)c:x4}");
            }
        }

        return hasDot;
    }

    static string? Decode(string name)
    {
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '~')
            {
                text.Append(name[i]);
                continue;
            }

            var isWide = i + 1 < name.Length && name[i + 1] == 'u';
            var begin = i + (isWide ? 2 : 1);
            var digits = isWide ? 4 : 2;
            if (begin + digits > name.Length
                || !ushort.TryParse(name.AsSpan(begin, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                return null;
            text.Append((char)unit);
            i = begin + digits - 1;
        }

        return text.ToString();
    }

    static bool IsPlain(char c) =>
        c is >= ' ' and < (char)127 and not ('~' or '<' or '>' or ':' or '"' or '\\' or '|' or '?' or '*' or '[' or ']' or '/');

    static bool IsDevice(ReadOnlySpan<char> text)
    {
        var dot = text.IndexOf('.');
        var stem = (dot < 0 ? text : text[..dot]).TrimEnd(' ');
        if (stem.Length is < 3 or > 7)
            return false;
        Span<char> upper = stackalloc char[stem.Length];
        stem.ToUpperInvariant(upper);
        return upper is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (upper.Length == 4 && char.IsAsciiDigit(upper[3]) && (upper.StartsWith("COM") || upper.StartsWith("LPT")));
    }
}
