using System.Runtime.InteropServices;
using DuffBeer.Embedded.DuckDb.Coded;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class CodeFileTests : IDisposable
{
    // More than one thread reads them, also on a machine of many processors.
    const int Rows = 20_000_000;

    readonly TemporaryFolder _folder = new();
    readonly CodeFile _file;

    public CodeFileTests()
    {
        _file = new(_folder["codes"], sizeof(ushort));
        var codes = new ushort[1_000];
        for (var first = 0; first < Rows; first += codes.Length)
        {
            for (var place = 0; place < codes.Length; place++)
                codes[place] = CodeOf(first + place);
            _file.Append(MemoryMarshal.AsBytes<ushort>(codes));
        }

        _file.Flush();
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Rows_of_a_large_file_are_found_in_their_order_wherever_threads_begin()
    {
        var expected = Enumerable.Range(0, Rows).Where(row => CodeOf(row) is 7 or 60_000).Select(row => (long)row);

        Assert.Equal(expected, _file.Find(new([7, 60_000]), Rows, default));
    }

    /// <summary>Of any width and number of codes, also where codes differ only in their upper half.</summary>
    [Fact]
    public void The_same_rows_are_found_as_one_by_one()
    {
        var random = new Random(20261130);
        for (var number = 0; number < 200; number++)
        {
            var codes = new ulong[random.Next(100)];
            for (var place = 0; place < codes.Length; place++)
                codes[place] = (uint)random.Next(60) | (number % 3 == 2 ? (ulong)(uint)random.Next(2) << 40 : 0);
            ulong[] wanted = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (ulong)random.Next(60))];
            var expected = Enumerable.Range(0, codes.Length).Where(place => wanted.Contains(codes[place])).Select(place => place + 5L);

            var (set, rows) = (new CodeSet(wanted), new List<long>());
            if (number % 3 == 0)
                set.Find<ushort>([.. codes.Select(code => (ushort)code)], 5, rows);
            else if (number % 3 == 1)
                set.Find<uint>([.. codes.Select(code => (uint)code)], 5, rows);
            else
                set.Find<ulong>(codes, 5, rows);

            Assert.Equal(expected, rows);
        }
    }

    [Fact]
    public void An_index_finds_the_same_rows_and_is_worth_it_for_few_codes_only()
    {
        using var index = CodeIndex.Make(_file, _folder["index"], default)!;
        var codes = new CodeSet([7, 60_000, 61_234, ulong.MaxValue]);

        var rows = index.Find(codes, Rows, default)!;

        Assert.Equal(_file.Find(codes, Rows, default), rows);
        Assert.Equal(rows, index.Find(codes, rows.Count, default));
        Assert.Null(index.Find(codes, rows.Count - 1, default));
        Assert.True(index.IsWorth(codes.All.Count, _file));
        Assert.False(index.IsWorth(60_000, _file));
        Assert.Equal(Rows * 8L, index.Bytes);
    }

    [Theory]
    [InlineData(sizeof(ushort), 1)]
    [InlineData(sizeof(uint), 1)]
    [InlineData(sizeof(uint), 5_000)]
    public void An_index_of_any_width_and_number_of_codes_finds_each_code(int width, int count)
    {
        using var file = new CodeFile(_folder["few"], width);
        var codes = Enumerable.Range(0, count).Select(row => (ulong)(uint)(row % 999) * (width == 4 ? 4_000_000u : 60)).ToList();
        foreach (var code in codes)
            file.Append(BitConverter.GetBytes(code).AsSpan(0, width));
        file.Flush();
        using var index = CodeIndex.Make(file, _folder["few-index"], default)!;

        foreach (var code in codes.Distinct().Append(17ul))
            Assert.Equal(
                codes.Index().Where(one => one.Item == code).Select(one => (long)one.Index), index.Find(new([code]), count, default));
    }

    [Fact]
    public void Codes_of_eight_bytes_have_no_index()
    {
        using var file = new CodeFile(_folder["wide"], sizeof(ulong));

        Assert.Null(CodeIndex.Make(file, _folder["wide-index"], default));
    }

    [Fact]
    public void Too_many_rows_are_not_returned_even_if_no_thread_found_too_many()
    {
        var all = _file.Find(new([7]), Rows, default)!.Count;

        Assert.Equal(all, _file.Find(new([7]), all, default)!.Count);
        Assert.Null(_file.Find(new([7]), all - 1, default));
    }

    [Fact]
    public async Task A_search_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() => _file.Find(new([7]), Rows, cancelled.Token));
    }

    // Every code of two bytes, in an order that no block repeats.
    static ushort CodeOf(int row) => (ushort)((uint)row * 2_654_435_769 >> 16);
}
