using System.Text.Json;
using System.Text.Json.Nodes;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>A resource of a plan, with the values that are known before it is made.</summary>
/// <param name="Address">Such as <c>module.lake.aws_s3_bucket.this["lake"]</c>.</param>
sealed record PlannedResource(string Address, string Type, JsonObject Values, JsonObject Unknown)
{
    /// <summary>The value of an attribute; null if it is not set.</summary>
    public JsonNode? this[string name] =>
        Unknown[name] is JsonValue unknown && unknown.GetValueKind() == JsonValueKind.True
            ? throw new InvalidOperationException($"{Address}.{name} is not known before it is made.")
            : Values[name];

    public string Text(string name) => this[name]!.GetValue<string>();

    public JsonObject Block(string name) => this[name]!.AsArray().Single()!.AsObject();
}

/// <summary>What Terraform would make for an example of infra/aws/examples.</summary>
sealed record Plan(IReadOnlyList<PlannedResource> Resources)
{
    static readonly Lazy<(Plan Queue, Plan Webhook)> s_examples = new(() =>
    {
        using var terraform = new Terraform();
        return (Of(terraform, "dev"), Of(terraform, "prod"));
    });

    /// <summary>The app polls a queue.</summary>
    public static Plan Queue => s_examples.Value.Queue;

    /// <summary>EventBridge calls the app.</summary>
    public static Plan Webhook => s_examples.Value.Webhook;

    public static Plan Named(string name) => name switch
    {
        nameof(Queue) => Queue,
        nameof(Webhook) => Webhook,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public IReadOnlyList<PlannedResource> All(string type) => [.. Resources.Where(resource => resource.Type == type)];

    public PlannedResource One(string address) => Resources.Single(resource => resource.Address == address);

    /// <summary>Every policy document, by the address of its resource and the name of its attribute.</summary>
    public IReadOnlyDictionary<string, PolicyDocument> Policies => (
        from resource in Resources
        from name in (string[])["policy", "assume_role_policy"]
        // Buckets, queues and topics have policies of their own resources.
        where resource.Values[name] is not null
        select ($"{resource.Address}.{name}", PolicyDocument.Parse(resource.Text(name))))
        .ToDictionary(StringComparer.Ordinal);

    static Plan Of(Terraform terraform, string example)
    {
        terraform.Run(
            "plan", "-input=false", "-refresh=false", "-lock=false", $"-var-file=examples/{example}.tfvars", $"-out={example}.tfplan");
        var plan = JsonNode.Parse(terraform.Run("show", "-json", $"{example}.tfplan"))!;
        return new([
            .. from change in plan["resource_changes"]!.AsArray()
               select new PlannedResource(
                   change["address"]!.GetValue<string>(),
                   change["type"]!.GetValue<string>(),
                   change["change"]!["after"]!.AsObject(),
                   change["change"]!["after_unknown"]!.AsObject())
        ]);
    }
}
