using DuffBeer.Api;
using DuffBeer.Api.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>Each route of the API has its trigger, and each trigger its route.</summary>
public sealed class RouteTests : IDisposable
{
    static readonly string[] s_ofNoRoute = ["unknown", "firstPage", "page"];

    readonly DuffBeerApi _api = ApiWithoutPorts.Create();
    readonly IReadOnlyList<HostFunction> _triggers = [.. HostFunction.Of(HostSources.Read().Load()).Where(function => function.Http is not null)];

    public void Dispose() => _api.Dispose();

    [Fact]
    public void Every_route_of_the_API_has_one_trigger_with_its_methods()
    {
        Assert.Empty(
            from route in _api.Routes
            let found = _triggers.Where(trigger => trigger.Http!.Route == TemplateOf(route) && Answers(trigger, route.Method)).ToList()
            where found.Count != 1 || !found[0].Http!.Methods!.SequenceEqual(route.Method == "GET" ? ["get", "head"] : [route.Method.ToLowerInvariant()])
            select $"{route.Method} {route.Template}: {string.Join(", ", found.Select(trigger => trigger.Name))}");
    }

    [Fact]
    public void Every_trigger_but_those_of_pages_and_of_unknown_addresses_has_a_route() =>
        Assert.Equal(
            s_ofNoRoute.Order(StringComparer.Ordinal),
            _triggers.Where(trigger => !_api.Routes.Any(route => TemplateOf(route) == trigger.Http!.Route && Answers(trigger, route.Method))).Select(trigger => trigger.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Triggers_bear_the_names_of_the_operations() =>
        Assert.Empty(
            from route in _api.Routes
            where TemplateOf(route) == "api" + route.Template
            where !_triggers.Any(trigger => trigger.Name == (route.Id == "getUnknownReport" ? "getReport" : route.Id) && trigger.Http!.Route == "api" + route.Template)
            select route.Id);

    // The runtime's keys know no scopes; a trigger that asked for one would refuse keys of the API.
    [Fact]
    public void Every_trigger_leaves_keys_to_the_API() =>
        Assert.All(_triggers, trigger => Assert.Equal(AuthorizationLevel.Anonymous, trigger.Http!.AuthLevel));

    [Theory]
    [InlineData("runtime/webhooks/durabletask/instances/x", false)]
    [InlineData("admin/host/status", false)]
    [InlineData("api/runs", false)]
    [InlineData("docs", true)]
    [InlineData("administrators", true)]
    [InlineData("duff/sales.js", true)]
    public void Pages_hide_no_address_of_the_runtime(string path, bool isPage)
    {
        var route = _triggers.Single(trigger => trigger.Name == "page").Http!.Route!;

        Assert.Equal(isPage, Matches(route, path));
        Assert.NotNull(RoutePatternFactory.Parse(route));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("x", false)]
    public void The_first_page_is_the_empty_path_alone(string path, bool isFirst) =>
        Assert.Equal(isFirst, Matches(_triggers.Single(trigger => trigger.Name == "firstPage").Http!.Route!, path));

    [Fact]
    public void Every_template_is_one_that_the_runtime_can_read() =>
        Assert.All(_triggers, trigger => TemplateParser.Parse(trigger.Http!.Route!));

    /// <summary>Reports are definitions: a function for all of them, so that a report needs no code.</summary>
    static string TemplateOf(ApiRoute route) =>
        route.Template.StartsWith("/reports/", StringComparison.Ordinal) ? "api/reports/{name}" : "api" + route.Template;

    static bool Answers(HostFunction trigger, string method) => trigger.Http!.Methods?.Contains(method, StringComparer.OrdinalIgnoreCase) ?? false;

    /// <summary>As the runtime finds functions: ASP.NET's templates with their constraints.</summary>
    static bool Matches(string route, string path)
    {
        var template = TemplateParser.Parse(route);
        var values = new RouteValueDictionary();
        if (!new TemplateMatcher(template, []).TryMatch("/" + path, values))
            return false;
        using var services = new ServiceCollection().AddRouting().BuildServiceProvider();
        var resolver = services.GetRequiredService<IInlineConstraintResolver>();
        return template.Parameters.All(parameter => parameter.InlineConstraints.All(constraint =>
            (parameter.IsOptional && !values.ContainsKey(parameter.Name!))
            || resolver.ResolveConstraint(constraint.Constraint)!.Match(
                null, null, parameter.Name!, values, RouteDirection.IncomingRequest)));
    }
}
