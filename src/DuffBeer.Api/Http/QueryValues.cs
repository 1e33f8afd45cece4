using System.Globalization;
using System.Numerics;
using DuffBeer.Core.Failures;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Http;

/// <summary>Parses a query's parameters and collects all mistakes; unknown names are mistakes too.</summary>
public sealed class QueryValues(IQueryCollection query)
{
    /// <summary>The parameter that the transport itself reads.</summary>
    const string Key = "code";

    readonly SortedDictionary<string, string> _mistakes = new(StringComparer.Ordinal);
    readonly HashSet<string> _known = new(StringComparer.Ordinal) { Key };

    public string? Text(string name)
    {
        _known.Add(name);
        var values = query[name];
        if (values.Count > 1)
            _mistakes[name] = $"{name} is given twice";
        return values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
    }

    /// <summary>Every value of a parameter that may be repeated.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        _known.Add(name);
        return [.. query[name].OfType<string>().Where(text => text.Length > 0)];
    }

    public T Number<T>(string name, T absent, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        if (Text(name) is not { } text)
            return absent;
        if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        _mistakes[name] = string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to {most}");
        return absent;
    }

    /// <summary>False if it is absent.</summary>
    public bool Flag(string name)
    {
        if (Text(name) is not { } text)
            return false;
        if (bool.TryParse(text, out var flag))
            return flag;
        _mistakes[name] = $"{name} must be true or false";
        return false;
    }

    public T? Name<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        if (Enum.GetNames<T>().FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
            return Enum.Parse<T>(found);
        _mistakes[name] = $"{name} must be one of {string.Join(", ", Enum.GetNames<T>())}";
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        _mistakes[name] = $"{name} must be a time such as 2026-11-21T07:00:00Z";
        return null;
    }

    public void Refuse(string name, string mistake) => _mistakes[name] = mistake;

    /// <exception cref="ApiException">400 with each mistake.</exception>
    public void Check()
    {
        foreach (var unknown in query.Keys.Where(name => !_known.Contains(name)))
        {
            var known = _known.Where(name => name != Key).Order(StringComparer.Ordinal);
            _mistakes[unknown] = LikelyName.OfParameter(unknown, [.. known]);
        }

        if (_mistakes.Count > 0)
            throw new ApiException(ApiProblem.Invalid(_mistakes));
    }
}
