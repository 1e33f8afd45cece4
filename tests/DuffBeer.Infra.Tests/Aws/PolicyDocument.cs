using System.Text.Json;
using System.Text.Json.Nodes;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>A policy as AWS reads it.</summary>
sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    public static PolicyDocument Parse(string json) =>
        new([.. JsonNode.Parse(json)!["Statement"]!.AsArray().Select(statement => PolicyStatement.Of(statement!.AsObject()))]);
}

/// <param name="Principals">Such as <c>Service:events.amazonaws.com</c>; empty in a policy of a role.</param>
/// <param name="Resources">ARNs; empty in a trust policy.</param>
/// <param name="Conditions">Such as <c>StringEquals aws:SourceAccount</c>, and the values that it may have.</param>
sealed record PolicyStatement(
    string Sid,
    bool IsAllow,
    IReadOnlyList<string> Principals,
    IReadOnlyList<string> Actions,
    IReadOnlyList<string> Resources,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Conditions)
{
    static readonly string[] s_members = [nameof(Sid), "Effect", "Principal", "Action", "Resource", "Condition"];

    public static PolicyStatement Of(JsonObject statement)
    {
        // NotAction and NotResource would allow everything else.
        Assert.Empty(statement.Select(member => member.Key).Except(s_members));
        return new(
            statement[nameof(Sid)]!.GetValue<string>(),
            statement["Effect"]!.GetValue<string>() switch
            {
                "Allow" => true,
                "Deny" => false,
                var effect => throw new InvalidDataException(effect),
            },
            PrincipalsOf(statement["Principal"]),
            Texts(statement["Action"]),
            Texts(statement["Resource"]),
            (from test in statement["Condition"]?.AsObject() ?? []
             from key in test.Value!.AsObject()
             select ($"{test.Key} {key.Key}", Texts(key.Value))).ToDictionary(StringComparer.Ordinal));
    }

    static IReadOnlyList<string> PrincipalsOf(JsonNode? principal) => principal switch
    {
        null => [],
        JsonObject kinds => [.. from kind in kinds from name in Texts(kind.Value) select $"{kind.Key}:{name}"],
        _ => Texts(principal),
    };

    static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray all => [.. all.Select(one => one!.GetValue<string>())],
        _ when node.GetValueKind() == JsonValueKind.String => [node.GetValue<string>()],
        _ => throw new InvalidDataException(node.ToJsonString()),
    };
}
