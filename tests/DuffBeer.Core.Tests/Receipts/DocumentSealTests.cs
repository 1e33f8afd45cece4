using System.Text.Json;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Receipts;

public sealed class DocumentSealTests
{
    static readonly byte[] s_document = """{"dataset":"things","runs":[{"rows":12}]}"""u8.ToArray();

    [Fact]
    public void A_sealed_document_is_the_same_to_readers_of_values()
    {
        using var read = JsonDocument.Parse(DocumentSeal.Add(s_document));

        Assert.Equal("things", read.RootElement.GetProperty("dataset").GetString());
        Assert.Equal(SealState.Intact, DocumentSeal.StateOf(DocumentSeal.Add(s_document)));
        Assert.Equal(read.RootElement.GetProperty("seal").GetString(), DocumentSeal.Of(DocumentSeal.Add(s_document)));
    }

    [Fact]
    public void Every_flipped_bit_breaks_the_seal()
    {
        var bytes = DocumentSeal.Add(s_document);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(SealState.Broken, DocumentSeal.StateOf(bytes));
            Assert.Null(DocumentSeal.Of(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("""{"dataset":"things"}""")]
    [InlineData("""{"snapshot":"20261130T070000000Z","at":"2026-11-30T07:00:00+00:00"}""")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("")]
    public void A_document_of_an_older_release_has_no_seal(string json) =>
        Assert.Equal(SealState.None, DocumentSeal.StateOf(System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    public void What_has_no_property_stays_as_it_is(string json) =>
        Assert.Equal(json, System.Text.Encoding.UTF8.GetString(DocumentSeal.Add(System.Text.Encoding.UTF8.GetBytes(json))));
}
