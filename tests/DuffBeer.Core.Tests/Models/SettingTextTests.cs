using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Models;

public sealed class SettingTextTests
{
    static readonly Dictionary<string, SqlValue> s_settings = new()
    {
        ["months"] = new(LogicalType.Int32, 6),
        ["share"] = new(LogicalType.Double, 0.2),
        ["day"] = new(LogicalType.Date, new DateOnly(2026, 1, 31)),
        ["none_yet"] = new(LogicalType.String, null),
    };

    [Theory]
    [InlineData("Orders of the last {months} months", "Orders of the last 6 months")]
    [InlineData("High: top {share:%}", "High: top 20 %")]
    [InlineData("{share} until {day}, {none_yet}", "0.2 until 2026-01-31, none")]
    [InlineData("{unknown} and {Not a name}", "{unknown} and {Not a name}")]
    public void A_text_says_a_settings_value(string text, string expected) => Assert.Equal(expected, SettingText.Of(text, s_settings));

    [Fact]
    public void The_names_that_texts_mention_are_found() =>
        Assert.Equal(["months", "share"], SettingText.Names(["{months} of {share:%}", "{months}, {No}"]));
}
