using System.Globalization;
using System.Text;
using System.Text.Json;
using DuffBeer.Api.Tests.OpenApi;

namespace DuffBeer.Api.Tests.Hostile;

/// <summary>One request that the maker made.</summary>
/// <param name="Body">Null for none.</param>
sealed record MadeRequest(
    Operation Operation, string Path, byte[]? Body, string BodyType, IReadOnlyList<(string Name, string Value)> Headers)
{
    public override string ToString() =>
        $"{Operation.Method} {Path} {string.Join(' ', Headers)} {(Body is null ? "" : Encoding.Latin1.GetString(Body))}";
}

/// <summary>
/// Makes requests from the OpenAPI document: most of a request fits, and some of it is hostile, so that it gets behind the first check.
/// </summary>
/// <param name="known">Values that there are, by the name of their parameter.</param>
sealed class RequestMaker(JsonElement document, IReadOnlyDictionary<string, string[]> known, Random random)
{
    static readonly string[] s_hostile =
    [
        "", " ", "%", "%zz", "%00", "%0d%0aX-Injected:%201", "..", "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", ".", "~", "null",
        "undefined", "NaN", "-0", "-1", "0", "1e999", "9223372036854775808", "-9223372036854775809", "0.1.2", "1,5", "٣", "true", "[]",
        "{}", "'", "''", "\"", "';--", "1 OR 1=1", "') union all select 1 --", "/*", "{{ source('x') }}", "${7*7}", "{0}", "%s%n", "$(id)",
        "|id", "<script>alert(1)</script>", "\u202Etxt.exe", "\u0000", "\uFEFF", "a\u0301", "😀", "İ", "0001-01-01", "9999-12-31",
        "2024-02-30", "2024-02-29T25:61:61Z", "2024-02-29T00:00:00+14:00", "20200101T000000000Z", "CON", "a/b", "a\\b", "a?b", "a#b",
        "a&b=c", ";", "=", "+", "eyJhIjoxfQ", "AAAA", "====", "_", "-", "*", "**", "order_id=", "order_id=1&order_id=2", "=1", "a=b=c",
    ];

    static readonly string[] s_types =
    [
        "application/json", "application/json; charset=utf-7", "text/csv", "application/xml", "multipart/form-data; boundary=x", "", "x",
        "application/x-www-form-urlencoded",
    ];

    static readonly string[] s_headers =
    [
        "If-None-Match", "If-Match", "Last-Event-ID", "Accept", "Accept-Encoding", "Accept-Language", "Range", "traceparent", "Origin",
        "Expect", "Content-Encoding", "X-Forwarded-For", "X-Forwarded-Host", "X-HTTP-Method-Override", "Prefer", "Cookie", "Authorization",
    ];

    readonly IReadOnlyList<Operation> _operations = [.. Operation.AllOf(document)];

    public MadeRequest Next()
    {
        var operation = Pick(_operations);
        var path = new StringBuilder();
        foreach (var segment in operation.Path.Split('/').Skip(1))
        {
            path.Append('/');
            var value = segment.StartsWith('{') ? Escape(ValueOf(segment[1..^1], null)) : segment;
            // The client itself makes the address of the list of these.
            path.Append(value is "" or "." or ".." ? "x" : value);
        }

        var query = Query(operation);
        if (query.Count > 0)
            path.Append('?').AppendJoin('&', query);
        var (body, type) = operation.HasBody || random.Next(30) == 0 ? Body(operation) : (null, "");
        return new(operation, path.ToString(), body, type, [.. Headers()]);
    }

    List<string> Query(Operation operation)
    {
        var query = new List<string>();
        foreach (var parameter in Parameters(operation))
        {
            var isNeeded = parameter.TryGetProperty("required", out var required) && required.GetBoolean();
            if (!isNeeded && random.Next(3) > 0)
                continue;
            var name = parameter.GetProperty("name").GetString()!;
            query.Add($"{Escape(name)}={Escape(ValueOf(name, parameter.GetProperty("schema")))}");
            if (random.Next(20) == 0)
                query.Add(query[^1]);
        }

        if (random.Next(15) == 0)
            query.Add($"{Escape(Pick(s_hostile))}={Escape(Pick(s_hostile))}");
        return query;
    }

    static IEnumerable<JsonElement> Parameters(Operation operation) => operation.Json.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query")
        : [];

    string ValueOf(string name, JsonElement? schema)
    {
        if (random.Next(4) == 0)
            return Hostile();
        if (known.TryGetValue(name, out var values) && random.Next(5) > 0)
            return Pick(values);
        return schema is { } described ? Fitting(described) : Hostile();
    }

    string Fitting(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var choices))
            return Pick([.. choices.EnumerateArray().Select(choice => choice.ToString())]);
        var type = schema.TryGetProperty("type", out var named) ? named.ToString() : "string";
        return type switch
        {
            "integer" => random.Next(-2, 2_000).ToString(CultureInfo.InvariantCulture),
            "number" => (random.NextDouble() * 100).ToString(CultureInfo.InvariantCulture),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            _ when schema.TryGetProperty("format", out var format) && format.GetString() == "date" => $"2024-0{random.Next(1, 10)}-15",
            _ => Pick(["1", "a", "2024-01-15", "duff", "Retail"]),
        };
    }

    string Hostile() => random.Next(12) switch
    {
        0 => new string(Pick(["a", "%", "'", "\"", "(", "é", "0"])[0], 1 << random.Next(1, 13)),
        1 => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)random.Next(1, 0x3000))),
        2 => Pick(s_hostile) + Pick(s_hostile),
        3 when known.Count > 0 => Damaged(Pick(Pick([.. known.Values]))),
        _ => Pick(s_hostile),
    };

    string Damaged(string value)
    {
        if (value.Length == 0)
            return "x";
        var at = random.Next(value.Length);
        return random.Next(3) switch
        {
            0 => value.Remove(at, 1),
            1 => value.Insert(at, Pick(s_hostile)),
            _ => value[..at],
        };
    }

    /// <summary>Some hostile values go out as they are, with escapes that are none.</summary>
    string Escape(string value)
    {
        // A lone half of a surrogate pair cannot be sent.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
        var isSendable = text.All(letter => letter is > ' ' and < '\u007F' and not ('#' or '?' or '/' or '&'));
        return isSendable && random.Next(4) == 0 ? text : Uri.EscapeDataString(text);
    }

    (byte[]? Body, string Type) Body(Operation operation)
    {
        var type = operation.HasBody && random.Next(8) > 0 ? operation.BodyType : Pick(s_types);
        if (random.Next(12) == 0)
            return (null, type);
        var text = operation.HasBody && operation.BodyType.EndsWith("json", StringComparison.Ordinal)
            ? JsonOf(SchemaOf(operation), 0)
            : $"order_id,client_id\n{Hostile()},{Hostile()}\n";
        var body = Encoding.UTF8.GetBytes(text);
        if (random.Next(6) == 0 && body.Length > 0)
            body[random.Next(body.Length)] = (byte)random.Next(256);
        if (random.Next(10) == 0)
            body = body[..random.Next(body.Length + 1)];
        return (body, type);
    }

    static JsonElement SchemaOf(Operation operation) =>
        operation.Json.GetProperty("requestBody").GetProperty("content").GetProperty(operation.BodyType).GetProperty("schema");

    /// <summary>A value that fits the schema, but for some places.</summary>
    string JsonOf(JsonElement schema, int depth)
    {
        if (random.Next(10) == 0 || depth > 8)
            return Pick(
            [
                "null", "7", "-1e400", "true", "[]", "{}", "\"\"", JsonSerializer.Serialize(Hostile()),
                string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)), "{\"a\":1,\"a\":2}", "nul", "'x'",
            ]);
        if (schema.ValueKind != JsonValueKind.Object)
            return JsonSerializer.Serialize(Hostile());
        if (schema.TryGetProperty("$ref", out var reference))
            return JsonOf(reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name)), depth + 1);
        foreach (var choice in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(choice, out var shapes))
                return JsonOf(Pick([.. shapes.EnumerateArray()]), depth + 1);
        }

        if (schema.TryGetProperty("properties", out var properties))
            return ObjectOf(properties, depth);
        if (schema.TryGetProperty("items", out var items))
            return $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => JsonOf(items, depth + 1)))}]";
        var type = schema.TryGetProperty("type", out var named) ? named.ToString() : "string";
        return type is "integer" or "number" or "boolean" ? Fitting(schema) : JsonSerializer.Serialize(ValueOf("", schema));
    }

    string ObjectOf(JsonElement properties, int depth)
    {
        var members = properties.EnumerateObject()
            .Where(_ => random.Next(5) > 0)
            .Select(property =>
            {
                var value = known.TryGetValue(property.Name, out var values) && random.Next(3) > 0
                    ? JsonSerializer.Serialize(Pick(values))
                    : JsonOf(property.Value, depth + 1);
                return $"{JsonSerializer.Serialize(property.Name)}:{value}";
            })
            .ToList();
        if (random.Next(12) == 0)
            members.Add($"{JsonSerializer.Serialize(Hostile())}:{JsonSerializer.Serialize(Hostile())}");
        return $"{{{string.Join(',', members)}}}";
    }

    IEnumerable<(string Name, string Value)> Headers()
    {
        if (random.Next(6) > 0)
            yield break;
        var value = new string([.. Pick([Hostile(), "*", "W/\"x\"", "gzip;q=9", "bytes=5-1", "00-0-0-zz", "Bearer x.y.z"])
            .Where(letter => letter is >= ' ' and < '\u007F')]);
        yield return (Pick(s_headers), value.Length > 4_000 ? value[..4_000] : value);
    }

    T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
