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
    public void Keys_in_byte_order_are_returned_in_string_order() =>
        Prop.ForAll(Key().ListOf().ToArbitrary(), keys =>
        {
            var bytes = keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal);
            var ordered = OrdinalOrder.Of(bytes.ToAsyncEnumerable(), key => key).ToBlockingEnumerable();
            return ordered.SequenceEqual(keys.Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Keys_that_need_no_sorting_are_not_buffered()
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
