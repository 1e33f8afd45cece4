using System.Reflection;
using DuffBeer.Functions.Orchestrating;
using Microsoft.Extensions.Logging;
using static DuffBeer.Infra.Tests.Azure.Template;

namespace DuffBeer.Infra.Tests.Azure;

/// <summary>Alerts read lines of the app's log: these tests keep their queries and the lines alike.</summary>
public sealed class AlertTests
{
    static readonly string[] s_names =
        ["app-unavailable", "failed-runs", "freshness", "queue-age", "reconcile-missing", "webhook-5xx"];

    [Fact]
    public void Every_alert_tells_the_operators_and_names_its_page_of_the_runbook()
    {
        var alerts = Template.Of("Microsoft.Insights/scheduledQueryRules").Concat(Template.Of("Microsoft.Insights/metricAlerts")).ToList();

        Assert.Equal(s_names, alerts.Select(NameOf).Order(StringComparer.Ordinal));
        Assert.All(alerts, alert =>
        {
            Assert.EndsWith($"docs/runbook/{NameOf(alert)}.md", Value(alert, "properties.description"), StringComparison.Ordinal);
            Assert.Contains("actionGroups/duffbeer-test", Value(alert, "properties.actions"), StringComparison.Ordinal);
        });
        Assert.Contains("ops@acme.test", Value(Template.Single("Microsoft.Insights/actionGroups"), "properties"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("freshness", "Freshness: ")]
    [InlineData("freshness", " minutes")]
    [InlineData("queue-age", "Freshness: ")]
    [InlineData("queue-age", "the oldest for ")]
    [InlineData("reconcile-missing", "Freshness: ")]
    public void The_query_looks_for_words_of_the_line_that_the_app_writes(string alert, string words)
    {
        Assert.Contains($"\"{words}\"", QueryOf(alert), StringComparison.Ordinal);
        Assert.All(Lines(), line => Assert.StartsWith("Freshness: ", line, StringComparison.Ordinal));
        Assert.Contains(Lines(), line => line.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void The_thresholds_are_those_of_the_parameters()
    {
        Assert.Contains("> 1560", QueryOf("freshness"), StringComparison.Ordinal);
        Assert.Contains("> 60", QueryOf("queue-age"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_run_is_announced_in_the_words_that_the_alert_looks_for() =>
        Assert.Contains("startswith \"Announced RunFailed: \"", QueryOf("failed-runs"), StringComparison.Ordinal);

    static string NameOf(System.Text.Json.JsonElement alert) => Value(alert, "name")!["duffbeer-test-".Length..];

    static string QueryOf(string alert)
    {
        var rule = Template.Of("Microsoft.Insights/scheduledQueryRules").Single(rule => NameOf(rule) == alert);
        return rule.GetProperty("properties").GetProperty("criteria").GetProperty("allOf")[0].GetProperty("query").GetString()!;
    }

    static List<string> Lines() => [.. typeof(FreshnessLog)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.Message)
        .OfType<string>()];
}
