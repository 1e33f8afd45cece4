using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Tests.Rows;

/// <summary>A card number that no part, reject or message may show.</summary>
public class HiddenColumnTests
{
    const string Header = "id,card,note";

    static readonly DatasetContract s_cards = new()
    {
        Name = "cards",
        Version = 1,
        Source = new("cards/"),
        Columns =
        [
            new() { Name = "id", Type = LogicalType.Int64, Required = true },
            new() { Name = "card", Type = LogicalType.String, OneOf = ["4111111111111111"] },
            new() { Name = "note", Type = LogicalType.String },
        ],
    };

    static readonly DatasetContract s_hidden = s_cards with
    {
        Derived = [new("card_hash", LogicalType.String, TypedRows.Compile(s_cards, "keyed_hash(card)", LogicalType.String), Hides: "card")],
    };

    static readonly RowSettings s_settings = TypedRows.Settings with { HashKey = "secret"u8.ToArray() };

    [Fact]
    public async Task A_row_shows_only_the_hash()
    {
        var rows = await TypedRows.ReadAsync(s_hidden, $"{Header}\n7,4111111111111111,x\n8,,y\n", s_settings);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("secret"u8, "4111111111111111"u8));

        Assert.Equal([$": 7|x|{hash}|13|run-1", ": 8|y|null|34|run-1"], TypedRows.Lines(rows));
    }

    [Theory]
    [InlineData("x,4111111111111111,n", "x", "x,***,n")]
    [InlineData("x,\"4111111111111111\",\"a,\"\"b\"", "x", "x,***,\"a,\"\"b\"")]
    [InlineData("7,4222222222222222,n", "***", "7,***,n")]
    [InlineData("7,4222222222222222", null, "***")]
    [InlineData("7,x,4222222222222222,n", null, "***")]
    [InlineData("7,\"4222222222222222,n", null, "***")]
    [InlineData("7,\"4222222222222222\"1,n", null, "***")]
    public async Task A_reject_shows_neither_cell_nor_raw_value(string line, string? value, string raw)
    {
        var rows = await TypedRows.ReadAsync(s_hidden, $"{Header}\n{line}\n", s_settings);
        var reject = Assert.Single(TypedRows.Rejects(rows));

        Assert.Equal((value, raw), (reject.Value, reject.Raw));
        Assert.DoesNotContain("4222222222222222", reject.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reject_for_encoding_hides_it_too()
    {
        var rows = await TypedRows.ReadAsync(s_hidden, Encoding.Latin1.GetBytes($"{Header}\n7,4222222222222222\u00ff,n\n"), s_settings);
        var reject = Assert.Single(TypedRows.Rejects(rows));

        Assert.Equal((RejectCode.EncodingError, "card", "***", "7,***,n"), (reject.Code, reject.Column, reject.Value, reject.Raw));
    }

    [Fact]
    public async Task Without_a_hash_key_no_row_is_read()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => TypedRows.ReadAsync(s_hidden, $"{Header}\n7,1,x\n"));

        Assert.Contains("card_hash is a keyed hash, but no hash key is set", failure.Message, StringComparison.Ordinal);
    }
}
