using System.Text.Json.Nodes;

namespace DuffBeer.Infra.Tests.Aws;

/// <summary>What would be made is encrypted, private, versioned, tagged and watched.</summary>
public sealed class PlanTests
{
    static readonly string[] s_buckets = ["lake", "landing", "results"];

    public static TheoryData<string> Plans => PolicyTests.Plans;

    [TerraformFact]
    public void The_names_are_those_that_Azure_expects()
    {
        var plan = Plan.Queue;

        Assert.Equal(
            ["duffbeer-dev-lake-123456789012", "duffbeer-dev-landing-123456789012", "duffbeer-dev-results-123456789012"],
            plan.All("aws_s3_bucket").Select(bucket => bucket.Text("bucket")).Order(StringComparer.Ordinal));
        Assert.Equal("duffbeer-dev-app", plan.One("module.access.aws_iam_role.app").Text("name"));
        Assert.Equal("duffbeer_dev", Assert.Single(plan.All("aws_glue_catalog_database")).Text("name"));
        Assert.Equal("duffbeer-dev", Assert.Single(plan.All("aws_athena_workgroup")).Text("name"));
        Assert.Equal("alias/duffbeer-dev", Assert.Single(plan.All("aws_kms_alias")).Text("name"));
        Assert.Equal("duffbeer-dev-events", plan.One("module.events.aws_sqs_queue.events[0]").Text("name"));
    }

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void Every_bucket_is_private_encrypted_and_versioned(string name)
    {
        var plan = Plan.Named(name);
        foreach (var bucket in s_buckets)
        {
            PlannedResource Of(string type) => plan.One($"module.lake.{type}.this[\"{bucket}\"]");

            var block = Of("aws_s3_bucket_public_access_block");
            Assert.All(
                (string[])["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"],
                setting => Assert.True(block[setting]!.GetValue<bool>()));
            Assert.Equal(
                "BucketOwnerEnforced", Of("aws_s3_bucket_ownership_controls").Block("rule")["object_ownership"]!.GetValue<string>());
            Assert.Equal(
                "Enabled", Of("aws_s3_bucket_versioning").Block("versioning_configuration")["status"]!.GetValue<string>());
            Assert.Equal(
                "aws:kms",
                Of("aws_s3_bucket_server_side_encryption_configuration")
                    .Block("rule")["apply_server_side_encryption_by_default"]![0]!["sse_algorithm"]!.GetValue<string>());
        }
    }

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void Every_bucket_refuses_requests_without_TLS(string name)
    {
        var plan = Plan.Named(name);
        foreach (var bucket in s_buckets)
        {
            var policy = plan.Policies[$"module.lake.aws_s3_bucket_policy.this[\"{bucket}\"].policy"];
            var statement = Assert.Single(policy.Statements);
            var arn = $"arn:aws:s3:::{plan.One($"module.lake.aws_s3_bucket.this[\"{bucket}\"]").Text("bucket")}";
            Assert.False(statement.IsAllow);
            Assert.Equal(["*"], statement.Principals);
            Assert.Equal(["s3:*"], statement.Actions);
            Assert.Equal([arn, $"{arn}/*"], statement.Resources);
            Assert.Equal(["false"], statement.Conditions["Bool aws:SecureTransport"]);
        }
    }

    [TerraformFact]
    public void Incomplete_uploads_old_versions_and_query_results_are_deleted()
    {
        foreach (var bucket in s_buckets)
        {
            var rules = Plan.Webhook.One($"module.lake.aws_s3_bucket_lifecycle_configuration.this[\"{bucket}\"]")["rule"]!.AsArray()
                .ToDictionary(rule => rule!["id"]!.GetValue<string>(), rule => rule!);
            int Days(string rule, string block, string member) => rules[rule][block]![0]![member]!.GetValue<int>();

            Assert.Equal(bucket == "results" ? 3 : 2, rules.Count);
            Assert.All(rules.Values, rule => Assert.Equal("Enabled", rule["status"]!.GetValue<string>()));
            Assert.Equal(3, Days("incomplete-uploads", "abort_incomplete_multipart_upload", "days_after_initiation"));
            Assert.Equal(
                bucket switch { "landing" => 365, "lake" => 14, _ => 1 },
                Days("old-versions", "noncurrent_version_expiration", "noncurrent_days"));
            // Athena may reuse a result for up to seven days.
            if (bucket == "results")
                Assert.Equal(8, Days("query-results", "expiration", "days"));
        }
    }

    [TerraformFact]
    public void Landing_sends_its_events_to_EventBridge()
    {
        var notification = Assert.Single(Plan.Webhook.All("aws_s3_bucket_notification"));

        Assert.True(notification["eventbridge"]!.GetValue<bool>());
        Assert.Contains("landing", notification.Address, StringComparison.Ordinal);
    }

    [TerraformFact]
    public void The_workgroup_encrypts_results_limits_scans_and_lets_models_choose_their_place()
    {
        var configuration = Assert.Single(Plan.Queue.All("aws_athena_workgroup")).Block("configuration");
        var result = configuration["result_configuration"]![0]!;

        Assert.False(configuration["enforce_workgroup_configuration"]!.GetValue<bool>());
        Assert.True(configuration["publish_cloudwatch_metrics_enabled"]!.GetValue<bool>());
        Assert.Equal(107_374_182_400, configuration["bytes_scanned_cutoff_per_query"]!.GetValue<long>());
        Assert.Equal("Athena engine version 3", configuration["engine_version"]![0]!["selected_engine_version"]!.GetValue<string>());
        Assert.Equal("s3://duffbeer-dev-results-123456789012/", result["output_location"]!.GetValue<string>());
        Assert.Equal("SSE_KMS", result["encryption_configuration"]![0]!["encryption_option"]!.GetValue<string>());
    }

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void Everything_that_can_have_tags_has_them(string name)
    {
        var taggable = Plan.Named(name).Resources.Where(resource => resource.Values.ContainsKey("tags_all")).ToList();

        Assert.True(taggable.Count > 15);
        Assert.All(taggable, resource =>
        {
            var tags = resource["tags_all"]!.AsObject();
            Assert.Equal("duffbeer", tags["project"]?.GetValue<string>());
            Assert.Equal(name == nameof(Plan.Queue) ? "dev" : "prod", tags["environment"]?.GetValue<string>());
            Assert.Equal("terraform", tags["managed-by"]?.GetValue<string>());
            if (name == nameof(Plan.Webhook))
                Assert.Equal("4711", tags["cost-centre"]?.GetValue<string>());
        });
    }

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void The_rule_matches_new_objects_of_the_contracts(string name)
    {
        var plan = Plan.Named(name);
        var pattern = JsonNode.Parse(plan.One("module.events.aws_cloudwatch_event_rule.landing").Text("event_pattern"))!;

        Assert.Equal(["aws.s3"], pattern["source"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal(["Object Created"], pattern["detail-type"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal(
            [plan.One("module.lake.aws_s3_bucket.this[\"landing\"]").Text("bucket")],
            pattern["detail"]!["bucket"]!["name"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal(
            Contracts.Prefixes,
            pattern["detail"]!["object"]!["key"]!.AsArray().Select(one => one!["prefix"]!.GetValue<string>())
                .Order(StringComparer.Ordinal));
    }

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void An_event_is_tried_for_a_day_and_then_kept(string name)
    {
        var targets = Plan.Named(name).All("aws_cloudwatch_event_target");

        Assert.Equal(2, targets.Count);
        Assert.All(targets, target =>
        {
            Assert.Equal(86_400, target.Block("retry_policy")["maximum_event_age_in_seconds"]!.GetValue<int>());
            Assert.Equal(185, target.Block("retry_policy")["maximum_retry_attempts"]!.GetValue<int>());
            Assert.NotNull(target.Values["dead_letter_config"]?[0]);
        });
        Assert.All(
            Plan.Named(name).All("aws_sqs_queue"),
            queue => Assert.Equal(1_209_600, queue["message_retention_seconds"]!.GetValue<int>()));
    }

    [TerraformFact]
    public void EventBridge_proves_itself_to_the_webhook_with_a_token_of_Entra()
    {
        var connection = Plan.Webhook.One("module.events.aws_cloudwatch_event_connection.webhook[0]");
        var oauth = connection.Block("auth_parameters")["oauth"]![0]!;
        var body = oauth["oauth_http_parameters"]![0]!["body"]!.AsArray()
            .ToDictionary(part => part!["key"]!.GetValue<string>(), part => part!["value"]!.GetValue<string>());
        var destination = Plan.Webhook.One("module.events.aws_cloudwatch_event_api_destination.webhook[0]");

        Assert.Equal("OAUTH_CLIENT_CREDENTIALS", connection.Text("authorization_type"));
        Assert.Equal("POST", oauth["http_method"]!.GetValue<string>());
        Assert.Equal(("client_credentials", "api://duffbeer-prod/.default"), (body["grant_type"], body["scope"]));
        Assert.Equal("https://duffbeer-prod.azurewebsites.net/api/events/s3", destination.Text("invocation_endpoint"));
        Assert.Empty(Plan.Queue.All("aws_cloudwatch_event_connection"));
    }

    [TerraformTheory]
    [MemberData(nameof(Plans))]
    public void Every_alarm_tells_the_topic_and_names_its_page(string name)
    {
        var alarms = Plan.Named(name).All("aws_cloudwatch_metric_alarm");
        var prefix = name == nameof(Plan.Queue) ? "duffbeer-dev-" : "duffbeer-prod-";
        string[] expected = ["athena-bytes", "athena-failures", "dead-letters", "failed-invocations"];

        Assert.Equal(
            name == nameof(Plan.Queue) ? [.. expected[..3], "event-backlog", expected[3]] : expected,
            alarms.Select(alarm => alarm.Text("alarm_name")[prefix.Length..]).Order(StringComparer.Ordinal));
        Assert.All(alarms, alarm =>
        {
            Assert.True(alarm.Unknown["alarm_actions"] is not null, $"{alarm.Address} has no action");
            Assert.EndsWith(
                $"docs/runbook/{alarm.Text("alarm_name")[prefix.Length..]}.md", alarm.Text("alarm_description"), StringComparison.Ordinal);
        });
        Assert.Single(Plan.Named(name).All("aws_sns_topic_subscription"));
    }

    [TerraformFact]
    public void The_budget_warns_before_it_is_spent()
    {
        var budget = Assert.Single(Plan.Webhook.All("aws_budgets_budget"));

        Assert.Equal("500", budget.Text("limit_amount"));
        Assert.Equal(
            ["ACTUAL 80", "FORECASTED 100"],
            budget["notification"]!.AsArray().Select(notice => $"{notice!["notification_type"]} {notice["threshold"]}")
                .Order(StringComparer.Ordinal));
    }
}
