using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Models;

public sealed class SqlTokenizerTests
{
    static readonly string[] s_pieces =
    [
        "'", "''", "\"", "--", "\n", "/*", "*/", "{{", "}}", "(", ")", ",", "ref", "('a')", " ", "1e+5", "1.5", "é", "||", "::", "x",
        "ratio",
    ];

    [Fact]
    public void Joined_tokens_give_back_any_text() =>
        Prop.ForAll(SqlLikeText(), text => string.Concat(SqlTokenizer.Read("a.sql", text, 1, []).Select(token => token.Text)) == text)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_text_is_either_parsed_or_an_error() =>
        Prop.ForAll(SqlLikeText(), text => SqlTemplateParser.Parse("a.sql", text, 1, []).Parts.Count >= 0).QuickCheckThrowOnFailure();

    [Fact]
    public void A_token_has_its_position()
    {
        var tokens = SqlTokenizer.Read("a.sql", "a\n 'x\ny' b", 10, []);

        Assert.Equal([(10, 1), (11, 2), (12, 4)], tokens.Where(token => !token.IsBlank).Select(token => (token.Line, token.Column)));
    }

    [Theory]
    [InlineData("1.5e-3", 1)]
    [InlineData("a<=b", 3)]
    [InlineData("a || b", 3)]
    [InlineData("x::int", 3)]
    [InlineData("'it''s'", 1)]
    [InlineData("\"a\"\"b\"", 1)]
    public void Tokens_are_whole(string sql, int count) =>
        Assert.Equal(count, SqlTokenizer.Read("a.sql", sql, 1, []).Count(token => !token.IsBlank));

    static Arbitrary<string> SqlLikeText() => Gen.Elements(s_pieces).ListOf().Select(string.Concat).ToArbitrary();
}
