using System.Text.Json.Serialization;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Ports;

public sealed partial class ObjectDocumentsTests
{
    [Theory]
    [InlineData(ProblemCode.SourceChanged)]
    [InlineData(ProblemCode.SourceMissing)]
    public async Task A_document_that_is_replaced_while_it_is_read_is_read_again(ProblemCode code)
    {
        var store = new ReplacedStore(replacements: 3, code);

        var read = await store.ReadAsync("current.json", PointerJson.Default.Pointer, default);

        Assert.Equal(new(new Pointer(3), "3"), read);
    }

    [Fact]
    public async Task A_document_that_keeps_changing_is_given_up()
    {
        var store = new ReplacedStore(int.MaxValue, ProblemCode.SourceChanged);

        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => store.ReadAsync("current.json", PointerJson.Default.Pointer, default));

        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{\"Version\":", "Expected depth to be zero")]
    [InlineData("garbage", "'g' is an invalid start of a value")]
    [InlineData("[1]", "could not be converted")]
    [InlineData("null", "it holds nothing")]
    public async Task A_damaged_document_is_a_problem_that_names_it(string content, string why)
    {
        var store = new ReplacedStore(replacements: 0, default) { Text = content };

        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => store.ReadAsync("runs/r1/run.json", PointerJson.Default.Pointer, default));

        Assert.Equal(ProblemCode.DocumentDamaged, failure.Code);
        Assert.StartsWith("The document runs/r1/run.json of the lake is damaged: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "Restore its previous version, or delete it and run 'duffbeer reconcile', which ingests the file again.",
            failure.Message,
            StringComparison.Ordinal);
    }

    internal sealed record Pointer(int Version);

    [JsonSerializable(typeof(Pointer))]
    sealed partial class PointerJson : JsonSerializerContext;

    /// <summary>A document that is replaced between each stat and the following read.</summary>
    sealed class ReplacedStore(int replacements, ProblemCode code) : IObjectStore
    {
        int _version;

        public string? Text { get; init; }

        byte[] Content => System.Text.Encoding.UTF8.GetBytes(Text ?? $$"""{"Version":{{_version}}}""");

        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
            Task.FromResult<ObjectStat?>(new(key, Content.Length, $"{_version}", default));

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
        {
            if (_version == replacements)
                return Task.FromResult<IByteSource>(new MemoryByteSource(Content));
            _version++;
            throw new TerminalException(code, "it was replaced");
        }

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
