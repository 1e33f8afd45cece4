using DuffBeer.Api;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Store;
using DuffBeer.Functions.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DuffBeer.Functions.Tests.Functions;

/// <summary>One trigger accepts every request of the API, which has the only route table.</summary>
public sealed class RouteTests
{
    static readonly HttpTriggerAttribute s_trigger =
        HostFunction.Of(typeof(ApiFunction).Assembly).Single(function => function.Http is not null).Http!;

    [Fact]
    public void It_accepts_every_route_of_the_API_with_any_method()
    {
        using var api = CreateApi();

        Assert.Null(s_trigger.Methods);
        Assert.All(api.Routes, route => Assert.True(Matches("api" + route.Template), route.Template));
        Assert.True(api.Routes.Count > 30);
    }

    // The runtime's keys have no scopes, and a trigger that required one would refuse keys of the API.
    [Fact]
    public void It_leaves_keys_to_the_API() => Assert.Equal(AuthorizationLevel.Anonymous, s_trigger.AuthLevel);

    [Theory]
    [InlineData("", true)]
    [InlineData("docs", true)]
    [InlineData("duff/sales.js", true)]
    [InlineData("administrators", true)]
    [InlineData("api/admin", true)]
    [InlineData("runtime/webhooks/durabletask/instances/x", false)]
    [InlineData("runtime", false)]
    [InlineData("admin/host/status", false)]
    public void It_accepts_pages_and_hides_no_address_of_the_runtime(string path, bool isTaken) => Assert.Equal(isTaken, Matches(path));

    [Fact]
    public void The_worker_can_parse_its_template_too() => Assert.NotNull(RoutePatternFactory.Parse("/" + s_trigger.Route));

    /// <summary>Matches as the Functions host does: ASP.NET's templates with their constraints.</summary>
    static bool Matches(string path)
    {
        var template = TemplateParser.Parse(s_trigger.Route!);
        var defaults = new RouteValueDictionary(template.Parameters.Where(parameter => parameter.DefaultValue is not null)
            .Select(parameter => KeyValuePair.Create(parameter.Name!, parameter.DefaultValue)));
        var values = new RouteValueDictionary();
        if (!new TemplateMatcher(template, defaults).TryMatch("/" + path, values))
            return false;
        using var services = new ServiceCollection().AddRouting().BuildServiceProvider();
        var resolver = services.GetRequiredService<IInlineConstraintResolver>();
        return template.Parameters.All(parameter => parameter.InlineConstraints.All(constraint =>
            resolver.ResolveConstraint(constraint.Constraint)!.Match(null, null, parameter.Name!, values, RouteDirection.IncomingRequest)));
    }

    static DuffBeerApi CreateApi()
    {
        var definitions = new LoadedDefinitions(DefinitionFolder.Default);
        var store = new FolderObjectStore("none");
        return new(
            new()
            {
                Stores = new(store, store, "landing"),
                Engine = () => throw new NotSupportedException(),
                Datasets = definitions.Datasets,
                Models = definitions.Models,
                Reports = definitions.Reports,
                Catalog = null!,
                Tables = null!,
                Orchestrator = null!,
                Refresh = null!,
                Maintenance = null!,
                Erasure = null!,
                Forget = null!,
                Events = null!,
                Logs = NullLoggerFactory.Instance,
            },
            new());
    }
}
