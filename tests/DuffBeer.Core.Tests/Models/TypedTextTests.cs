using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Tests.Models;

public sealed class TypedTextTests
{
    public static TheoryData<string, string, object> Values => new()
    {
        { "int32", "-7", -7 },
        { "int64", "9223372036854775807", long.MaxValue },
        { "decimal(10,2)", "2.50", 2.50m },
        { "decimal(3,2)", "-9.99", -9.99m },
        { "double", "1e-3", 0.001 },
        { "bool", "True", true },
        { "date", "2024-02-29", new DateOnly(2024, 2, 29) },
        { "timestamp", "2026-11-21T09:30:00+01:00", new DateTime(2026, 11, 21, 8, 30, 0, DateTimeKind.Utc) },
        { "timestamp", "2026-11-21", new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc) },
        { "string", "it's", "it's" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_text_becomes_a_value_of_its_type(string type, string text, object expected) =>
        Assert.Equal(expected, TypedText.Read(Type(type), text, out _)!.Value);

    [Theory]
    [InlineData("int32", "2147483648", "a whole number")]
    [InlineData("int64", "1.5", "a whole number")]
    [InlineData("int64", "1,500", "a whole number")]
    [InlineData("decimal(10,2)", "1.005", "at most 2 decimals")]
    [InlineData("decimal(3,2)", "10", "at most 2 decimals")]
    [InlineData("double", "NaN", "a number")]
    [InlineData("bool", "yes", "true or false")]
    [InlineData("date", "21.11.2026", "a date such as 2026-11-21")]
    [InlineData("date", "2026-02-30", "a date such as 2026-11-21")]
    [InlineData("timestamp", "soon", "a time such as")]
    [InlineData("string", "a\0b", "at most 1,000 characters")]
    public void Any_other_text_is_refused_with_what_was_expected(string type, string text, string expected)
    {
        Assert.Null(TypedText.Read(Type(type), text, out var said));
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_has_at_most_1000_characters()
    {
        Assert.NotNull(TypedText.Read(LogicalType.String, new string('x', 1_000), out _));
        Assert.Null(TypedText.Read(LogicalType.String, new string('x', 1_001), out _));
    }

    static LogicalType Type(string text)
    {
        Assert.True(LogicalType.TryParse(text, out var type));
        return type;
    }
}
