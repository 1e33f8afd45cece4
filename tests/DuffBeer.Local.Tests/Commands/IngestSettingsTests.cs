using DuffBeer.Core.Contracts;
using DuffBeer.Core.Receipts;
using DuffBeer.Local.Commands;

namespace DuffBeer.Local.Tests.Commands;

public sealed class IngestSettingsTests
{
    [Fact]
    public async Task The_environment_sets_the_bytes_per_chunk()
    {
        var workspace = new FakeWorkspace();

        await new Shell(workspace) { Variables = { ["DUFFBEER_CHUNK_BYTES"] = "4096" } }.CallAsync("reports");

        Assert.Equal(4096, workspace.Settings!.Ingest.ChunkBytes);
    }

    [Fact]
    public async Task The_environment_sets_how_many_chunks_are_transformed_concurrently()
    {
        var workspace = new FakeWorkspace();

        await new Shell(workspace) { Variables = { ["DUFFBEER_WORKERS"] = "3" } }.CallAsync("reports");

        Assert.Equal(3, workspace.Settings!.Ingest.Workers);
        Assert.Null(workspace.Settings!.Ingest.ChunkBytes);
    }

    [Fact]
    public async Task The_environment_sets_how_parts_are_compressed()
    {
        var workspace = new FakeWorkspace();

        await new Shell(workspace) { Variables = { ["DUFFBEER_CODEC"] = "brotli" } }.CallAsync("reports");

        Assert.Equal(PartCodec.Brotli, workspace.Settings!.Ingest.Codec);
    }

    [Fact]
    public async Task An_unknown_codec_is_wrong_usage()
    {
        var call = await new Shell(new()) { Variables = { ["DUFFBEER_CODEC"] = "zip" } }.CallAsync("reports");

        Assert.Equal((int)ExitCode.WrongUsage, call.Code);
        Assert.Contains(
            "DUFFBEER_CODEC expects one of snappy, brotli, uncompressed, but found 'zip'", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", PieceCheck.Crc32)]
    [InlineData("crc32", PieceCheck.Crc32)]
    [InlineData("sha256", PieceCheck.Sha256)]
    public async Task The_environment_sets_how_receipts_check_sources(string value, PieceCheck expected)
    {
        var workspace = new FakeWorkspace();

        await new Shell(workspace) { Variables = { ["DUFFBEER_RECEIPTS"] = value } }.CallAsync("reports");

        Assert.Equal(expected, workspace.Settings!.Ingest.SourceCheck);
    }

    [Fact]
    public async Task An_unknown_check_of_sources_is_wrong_usage()
    {
        var call = await new Shell(new()) { Variables = { ["DUFFBEER_RECEIPTS"] = "md5" } }.CallAsync("reports");

        Assert.Equal((int)ExitCode.WrongUsage, call.Code);
        Assert.Contains("DUFFBEER_RECEIPTS expects crc32 or sha256, but found 'md5'", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("32 MiB")]
    public async Task An_invalid_number_of_bytes_is_wrong_usage(string text)
    {
        var call = await new Shell(new()) { Variables = { ["DUFFBEER_CHUNK_BYTES"] = text } }.CallAsync("reports");

        Assert.Equal((int)ExitCode.WrongUsage, call.Code);
        Assert.Contains($"found '{text}'", call.Error, StringComparison.Ordinal);
    }
}
