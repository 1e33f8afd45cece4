using System.Text;
using DuffBeer.Aws.S3;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Aws.Tests.S3;

public sealed class OrdinalOrderTests
{
    static Gen<string> Key() =>
        Gen.Elements("a", "b", "/", "\uE000", "\uFFFD", "\U0001F37A", "\u00e9", "\uD7FF").ListOf(5).Select(string.Concat);

    [Fact]
    public void What_comes_in_the_order_of_bytes_goes_on_in_the_order_of_strings() =>
        Prop.ForAll(Key().ListOf().ToArbitrary(), keys =>
        {
            var bytes = keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal);
            var ordered = OrdinalOrder.Of(bytes.ToAsyncEnumerable(), key => key).ToBlockingEnumerable();
            return ordered.SequenceEqual(keys.Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task What_needs_no_sorting_is_not_held_back()
    {
        var asked = 0;
        async IAsyncEnumerable<string> Keys()
        {
            foreach (var key in (string[])["a", "b", "c"])
            {
                asked++;
                yield return key;
                await Task.CompletedTask;
            }
        }

        await using var ordered = OrdinalOrder.Of(Keys(), key => key).GetAsyncEnumerator();
        await ordered.MoveNextAsync();

        Assert.Equal(1, asked);
    }
}
