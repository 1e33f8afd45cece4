using System.IO.Compression;
using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Golden.Tests.ChunkLaw;

namespace DuffBeer.Golden.Tests.Forget;

/// <summary>Which rows of a file are erased, and what becomes of all its other bytes.</summary>
public sealed class ForgottenFilesTests
{
    readonly MemoryStore _landing = new();
    readonly MemoryStore _lake = new();
    readonly ForgetWorld _world;

    public ForgottenFilesTests() => _world = new(_landing, _lake, "onDuplicateKey: allow");

    [Theory]
    [InlineData("1", "id,person,paid\n2,Kim,2.5\n3,Lea,1\n")]
    [InlineData(" 1.00", "id,person,paid\n2,Kim,2.5\n3,Lea,1\n")]
    [InlineData("2.5", "id,person,paid\n1,Zoe,1.00\n3,Lea,1\n")]
    public async Task Numbers_are_compared_as_numbers(string value, string left)
    {
        await IngestAsync("id,person,paid\n1,Zoe,1.00\n2,Kim,2.5\n3,Lea,1\n"u8.ToArray());
        left = value.Trim().StartsWith('1') ? left.Replace("3,Lea,1\n", "", StringComparison.Ordinal) : left;

        await _world.ForgetAsync(new ForgetRequest(ForgetWorld.Dataset, "paid", [value]));

        Assert.Equal(left, Encoding.UTF8.GetString(Content()));
    }

    [Theory]
    [InlineData("id,person\r\n1,\"Zoe\nMoe\"\r\n2,Kim\r\n3, Zoe \r\n4,Zoe", "id,person\r\n1,\"Zoe\nMoe\"\r\n2,Kim\r\n")]
    [InlineData("id;person\n1;Kim;Zoe\n2;Zo\n\n3;\"Zoe\"x\n4;\"Zoe\n5;Lea\n6;Lea\n", "id;person\n2;Zo\n\n5;Lea\n6;Lea\n")]
    [InlineData("Zoe,id,person\nZoe,1,Kim\n2,3,Zoe\n", "Zoe,id,person\nZoe,1,Kim\n")]
    public async Task A_row_goes_with_its_line_break_and_all_other_bytes_stay(string content, string left)
    {
        await IngestAsync(Encoding.UTF8.GetBytes(content));

        await _world.ForgetAsync("Zoe");

        Assert.Equal(left, Encoding.UTF8.GetString(Content()));
    }

    [Fact]
    public async Task A_compressed_file_stays_compressed_and_another_encoding_becomes_UTF_8()
    {
        await IngestAsync(Packed([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("id,person\n1,Zoe\n2,Zoë\n")]));

        var result = await _world.ForgetAsync("Zoe");

        Assert.Equal(1, result.Rows);
        using var unpacked = new StreamReader(new GZipStream(new MemoryStream(Content()), CompressionMode.Decompress), Encoding.UTF8);
        Assert.Equal("id,person\n2,Zoë\n", await unpacked.ReadToEndAsync());
        Assert.Single(await _world.RowsAsync());
    }

    [Theory]
    [InlineData("visits", "paid", "much", ProblemCode.BadRequest)]
    [InlineData("visits", "paid", "", ProblemCode.BadRequest)]
    [InlineData("visits", "name", "Zoe", ProblemCode.BadRequest)]
    [InlineData("trips", "person", "Zoe", ProblemCode.UnknownDataset)]
    public async Task A_request_that_no_row_can_fit_is_refused(string dataset, string column, string value, ProblemCode code)
    {
        var result = await _world.ForgetAsync(new ForgetRequest(dataset, column, [value]));

        Assert.Equal(code, result.Problem!.Code);
        Assert.DoesNotContain("Zoe", result.Problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_lake.Under("forgetting/"), _ => true);
        Assert.DoesNotContain(_lake.Under("forgets/"), entry => entry.Key.EndsWith("plan.json", StringComparison.Ordinal));
    }

    async Task IngestAsync(byte[] content)
    {
        _landing.Put("visits/a.csv", content);
        await _world.IngestAsync("visits/a.csv");
    }

    byte[] Content() => _landing.Under("visits/a.csv").Single().Value;

    static byte[] Packed(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }
}
