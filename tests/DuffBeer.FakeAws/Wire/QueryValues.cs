namespace DuffBeer.FakeAws.Wire;

/// <summary>The pairs of a query or a form.</summary>
/// <remarks>Names are compared exactly; a plus is a plus in S3's queries and a space in a form.</remarks>
sealed class QueryValues
{
    readonly List<KeyValuePair<string, string>> _pairs = [];

    public QueryValues(string text, bool isForm = true)
    {
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            _pairs.Add(new(Decode(name, isForm), Decode(value, isForm)));
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    public string? this[string name] => Has(name) ? _pairs.First(pair => pair.Key == name).Value : null;

    public bool Has(string name) => _pairs.Any(pair => pair.Key == name);

    static string Decode(string text, bool isForm) => Uri.UnescapeDataString(isForm ? text.Replace('+', ' ') : text);
}
