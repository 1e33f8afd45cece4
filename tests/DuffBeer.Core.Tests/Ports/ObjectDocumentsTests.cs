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

    internal sealed record Pointer(int Version);

    [JsonSerializable(typeof(Pointer))]
    sealed partial class PointerJson : JsonSerializerContext;

    /// <summary>A document that is replaced between each stat and the following read.</summary>
    sealed class ReplacedStore(int replacements, ProblemCode code) : IObjectStore
    {
        int _version;

        byte[] Content => System.Text.Encoding.UTF8.GetBytes($$"""{"Version":{{_version}}}""");

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

        public IAsyncEnumerable<ObjectStat> ListAsync(string prefix, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
