using System.Text.RegularExpressions;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>Policies allow what the code calls, and nothing more.</summary>
public sealed partial class PolicyTests
{
    const string Account = "123456789012";
    const string Region = "eu-central-1";

    /// <summary>Statements that may name every resource, and why.</summary>
    static readonly Dictionary<string, string> s_everyResource = new(StringComparer.Ordinal)
    {
        ["module.lake.aws_kms_key.this.policy"] = "in the policy of a key, * means this key",
    };

    /// <summary>Where the app's policies may name more than one resource, and why. Other wildcards are mistakes.</summary>
    static readonly (string End, string Why)[] s_wildcards =
    [
        ("s3:::[a-z0-9-]+/*", "all objects of one bucket"),
        ("table/[a-z0-9_]+/*", "all tables of one database, which the app creates"),
        ("api-destination/[a-z0-9-]+/*", "AWS ends the ARN of a destination with an id of its own"),
    ];

    public static TheoryData<string> Plans => [nameof(Plan.Queue), nameof(Plan.Webhook)];

    [Fact]
    public void The_permission_of_every_call_is_known() =>
        Assert.Empty(AdapterCalls.All.Except(PermissionTable.Operations.Keys));

    [Fact]
    public void The_calls_are_found()
    {
        string[] some = ["S3.PutObject", "Glue.GetTable", "Athena.StartQueryExecution", "EventBridge.PutEvents",
            "SecurityTokenService.AssumeRoleWithWebIdentity"];

        Assert.Empty(some.Except(AdapterCalls.All));
    }

    [TerraformFact]
    public void The_app_may_do_what_its_code_calls()
    {
        var needed = AdapterCalls.All.SelectMany(operation => PermissionTable.Operations[operation])
            .Where(right => right.Action != "sts:AssumeRole");

        Assert.Empty(needed.Except(RightsOfTheApp(Plan.Queue)));
        Assert.Empty(needed.Where(right => right.Place != Place.Queue).Except(RightsOfTheApp(Plan.Webhook)));
    }

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void The_app_may_do_nothing_more(string plan)
    {
        var called = PermissionTable.Operations.Where(row => AdapterCalls.All.Contains(row.Key)).SelectMany(row => row.Value);

        Assert.Empty(RightsOfTheApp(Plan.Named(plan)).Except(called));
    }

    [TerraformFact]
    public void The_app_announces_runs_only_under_its_own_source() =>
        Assert.Equal(
            ["duffbeer"],
            AppStatements(Plan.Queue).Single(statement => statement.Actions.Contains("events:PutEvents"))
                .Conditions["StringEquals events:source"]);

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void No_policy_allows_an_action_by_a_wildcard(string plan) =>
        Assert.Empty(
            from policy in Plan.Named(plan).Policies
            from statement in policy.Value.Statements
            where statement.IsAllow
            from action in statement.Actions
            where !Action().IsMatch(action)
            select $"{policy.Key}: {action}");

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void No_policy_names_more_resources_than_it_must(string plan) =>
        Assert.Empty(
            from policy in Plan.Named(plan).Policies
            from statement in policy.Value.Statements
            where statement.IsAllow
            from resource in statement.Resources
            where resource.Contains('*') && !(resource == "*" && s_everyResource.ContainsKey(policy.Key))
                && !s_wildcards.Any(wildcard => Regex.IsMatch(resource, $":{Pattern(wildcard.End)}$"))
            select $"{policy.Key}: {resource}");

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void No_policy_allows_everybody_anything(string plan) =>
        Assert.Empty(
            from policy in Plan.Named(plan).Policies
            from statement in policy.Value.Statements
            where statement.IsAllow && statement.Principals.Any(principal => principal.Contains('*'))
            select $"{policy.Key}: {statement.Sid}");

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void Only_the_managed_identity_may_assume_the_role_of_the_app(string plan)
    {
        var trust = Plan.Named(plan).Policies["module.access.aws_iam_role.app.assume_role_policy"];
        var statement = Assert.Single(trust.Statements);
        const string Issuer = "sts.windows.net/11111111-1111-1111-1111-111111111111/";

        Assert.Equal([$"Federated:arn:aws:iam::{Account}:oidc-provider/{Issuer}"], statement.Principals);
        Assert.Equal(["sts:AssumeRoleWithWebIdentity"], statement.Actions);
        Assert.Equal(
            [$"StringEquals {Issuer}:aud", $"StringEquals {Issuer}:sub"], statement.Conditions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([plan == nameof(Plan.Queue) ? "api://duffbeer-dev" : "api://duffbeer-prod"], statement.Conditions[
            $"StringEquals {Issuer}:aud"]);
        Assert.Equal(["22222222-2222-2222-2222-222222222222"], statement.Conditions[$"StringEquals {Issuer}:sub"]);
    }

    [TerraformFact]
    public void The_role_of_EventBridge_serves_our_rules_and_calls_our_webhook_only()
    {
        var policies = Plan.Webhook.Policies;
        var trust = Assert.Single(policies["module.access.aws_iam_role.events[0].assume_role_policy"].Statements);
        var rights = Assert.Single(policies["module.access.aws_iam_role_policy.events[0].policy"].Statements);
        var rules = $"arn:aws:events:{Region}:{Account}:rule/duffbeer-prod";

        Assert.Equal(["Service:events.amazonaws.com"], trust.Principals);
        Assert.Equal([$"{rules}-landing", $"{rules}-redrive"], trust.Conditions["ArnEquals aws:SourceArn"]);
        Assert.Equal(["events:InvokeApiDestination"], rights.Actions);
        Assert.Equal([$"arn:aws:events:{Region}:{Account}:api-destination/duffbeer-prod-webhook/*"], rights.Resources);
        Assert.DoesNotContain(Plan.Queue.Resources, resource => resource.Address.Contains("aws_iam_role.events", StringComparison.Ordinal));
    }

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void Only_our_rules_may_write_to_the_queues(string plan)
    {
        var queues = Plan.Named(plan).Policies.Where(policy => policy.Key.Contains("aws_sqs_queue_policy", StringComparison.Ordinal));

        Assert.Equal(plan == nameof(Plan.Queue) ? 2 : 1, queues.Count());
        Assert.All(queues, policy =>
        {
            var statement = Assert.Single(policy.Value.Statements);
            Assert.Equal(["Service:events.amazonaws.com"], statement.Principals);
            Assert.Equal(["sqs:SendMessage"], statement.Actions);
            Assert.Equal(2, statement.Conditions["ArnEquals aws:SourceArn"].Count);
        });
    }

    static HashSet<Right> RightsOfTheApp(Plan plan)
    {
        var role = $"AWS:arn:aws:iam::{Account}:role/{NameOf(plan)}-app";
        var key = plan.Policies["module.lake.aws_kms_key.this.policy"].Statements.Where(statement => statement.Principals.Contains(role));
        var trust = plan.Policies["module.access.aws_iam_role.app.assume_role_policy"].Statements;
        return
        [
            .. from statement in AppStatements(plan)
               from resource in statement.Resources
               from action in statement.Actions
               select new Right(PlaceOf(plan, resource), action),
            .. from statement in key from action in statement.Actions select new Right(Place.Key, action),
            .. from statement in trust from action in statement.Actions select new Right(Place.Trust, action),
        ];
    }

    static IEnumerable<PolicyStatement> AppStatements(Plan plan) =>
        from policy in plan.Policies
        where policy.Key.StartsWith("module.access.aws_iam_role_policy.app[", StringComparison.Ordinal)
        from statement in policy.Value.Statements
        select statement.IsAllow ? statement : throw new InvalidOperationException($"{policy.Key} denies.");

    static string NameOf(Plan plan) => ReferenceEquals(plan, Plan.Queue) ? "duffbeer-dev" : "duffbeer-prod";

    static Place PlaceOf(Plan plan, string arn)
    {
        var (name, database) = (NameOf(plan), NameOf(plan).Replace('-', '_'));
        var glue = $"arn:aws:glue:{Region}:{Account}:";
        return arn switch
        {
            _ when arn == $"arn:aws:s3:::{name}-landing-{Account}" => Place.Landing,
            _ when arn == $"arn:aws:s3:::{name}-landing-{Account}/*" => Place.LandingObjects,
            _ when arn == $"arn:aws:s3:::{name}-lake-{Account}" => Place.Lake,
            _ when arn == $"arn:aws:s3:::{name}-lake-{Account}/*" => Place.LakeObjects,
            _ when arn == $"arn:aws:s3:::{name}-results-{Account}" => Place.Results,
            _ when arn == $"arn:aws:s3:::{name}-results-{Account}/*" => Place.ResultsObjects,
            _ when arn == $"arn:aws:athena:{Region}:{Account}:workgroup/{name}" => Place.Workgroup,
            // A call on a table also needs its database and the catalog.
            _ when arn == $"{glue}catalog" || arn == $"{glue}database/{database}" || arn == $"{glue}table/{database}/*" => Place.Tables,
            _ when arn == $"{glue}database/default" => Place.DefaultDatabase,
            _ when arn == $"arn:aws:events:{Region}:{Account}:event-bus/default" => Place.Bus,
            _ when arn == $"arn:aws:sqs:{Region}:{Account}:{name}-events" => Place.Queue,
            _ => throw new InvalidOperationException($"{arn} is not a resource of the installation."),
        };
    }

    static string Pattern(string end) => end.Replace("*", "\\*", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z0-9]+:[A-Za-z]+$")]
    private static partial Regex Action();
}
