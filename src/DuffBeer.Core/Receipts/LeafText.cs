using System.Globalization;
using System.Text;

namespace DuffBeer.Core.Receipts;

/// <summary>A leaf made of values: each as <c>length:text</c>, one after the other, so that equal leaves have equal values.</summary>
/// <remarks>The length counts bytes of UTF-8. Numbers are decimal digits, and a value that is not there is an empty text.</remarks>
public static class LeafText
{
    /// <summary>The hash of the leaf.</summary>
    public static byte[] Of(params ReadOnlySpan<object?> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
        {
            var one = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(one)}:{one}");
        }

        return MerkleTree.Leaf(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
