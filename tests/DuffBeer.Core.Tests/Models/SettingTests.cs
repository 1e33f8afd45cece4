using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Tests.Models;

public sealed class SettingTests
{
    static readonly SettingCatalog s_settings = new(
    [
        Line("bound = 0.8  double  min(0) max(1)  A bound"),
        Line("price_is = line_total  string  oneOf(line_total, unit)  What a price is of"),
        Line("as_of = none  date  A date"),
    ]);

    [Fact]
    public void A_line_gives_name_value_type_rules_and_description()
    {
        var setting = Line("bound = 0.8  double  min(0) max(1)  A bound (of all)");

        Assert.Equal(
            ("bound", LogicalType.Double, 0.8, "A bound (of all)"),
            (setting.Name, setting.Rule.Type, setting.Default.Value, setting.Description));
        Assert.Equal((0m, 1m), (setting.Rule.Min, setting.Rule.Max));
    }

    [Theory]
    [InlineData("bound = 2  double  max(1)  A bound", "bound must be at most 1, not 2")]
    [InlineData("bound = 2  double  oneOf(a)  A bound", "the rule oneOf(a) does not fit double")]
    [InlineData("Bound = 2  double  A bound", "expected 'name = value  type")]
    [InlineData("bound = 2  dubble  A bound", "expected 'name = value  type")]
    [InlineData("bound = 2  double  max(2)", "expected 'name = value  type")]
    public void A_wrong_line_is_a_mistake(string line, string message)
    {
        Assert.Null(SettingLine.Read(line, out var mistake));
        Assert.Contains(message, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_choice_the_defaults_apply() =>
        Assert.Equal("as_of=, bound=0.8, price_is=line_total", Values(new Dictionary<string, string>()));

    [Fact]
    public void A_choice_holds_until_it_is_changed_or_taken_back()
    {
        var first = s_settings.Choose(
            new Dictionary<string, string>(),
            new Dictionary<string, string> { ["bound"] = "0.90", ["price_is"] = "UNIT", ["as_of"] = "2024-02-29" });
        var second = s_settings.Choose(first, new Dictionary<string, string> { ["price_is"] = "", ["as_of"] = "2024-03-01" });

        Assert.Equal("as_of=2024-02-29, bound=0.9, price_is=unit", Values(first));
        Assert.Equal("as_of=2024-03-01, bound=0.9, price_is=line_total", Values(second));
    }

    [Fact]
    public void Where_there_are_no_settings_the_message_says_so()
    {
        var refused = Assert.Throws<TerminalException>(() => new SettingCatalog([]).Choose(
            new Dictionary<string, string>(), new Dictionary<string, string> { ["bound"] = "1" }));

        Assert.Equal("There is no setting 'bound'. There are none.", refused.Message);
    }

    [Fact]
    public void A_choice_for_a_setting_that_no_longer_exists_is_dropped() =>
        Assert.Empty(s_settings.Choose(new Dictionary<string, string> { ["gone"] = "1" }, new Dictionary<string, string>()));

    [Theory]
    [InlineData("gone", "1", "There is no setting 'gone'. Settings are as_of, bound, price_is.")]
    [InlineData("bound", "1.5", "bound must be from 0 to 1, not 1.5.")]
    [InlineData("price_is", "each", "price_is must be one of line_total, unit, not 'each'.")]
    [InlineData("as_of", "29-02-2024", "as_of must be a date such as 2026-11-21 (date), not '29-02-2024'.")]
    public void A_choice_that_is_not_allowed_is_refused(string name, string text, string message)
    {
        var failure = Assert.Throws<TerminalException>(
            () => s_settings.Choose(new Dictionary<string, string>(), new Dictionary<string, string> { [name] = text }));

        Assert.Equal(ProblemCode.BadRequest, failure.Code);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    static Setting Line(string line) => SettingLine.Read(line, out var mistake) ?? throw new InvalidOperationException(mistake);

    static string Values(IReadOnlyDictionary<string, string> chosen) => string.Join(", ",
        s_settings.Values(chosen)
            .OrderBy(pair => pair.Key)
            .Select(
                pair =>
                    FormattableString.Invariant(
                        $"{pair.Key}={(pair.Value.Value is DateOnly date ? date.ToString("O") : pair.Value.Value)}")));
}
