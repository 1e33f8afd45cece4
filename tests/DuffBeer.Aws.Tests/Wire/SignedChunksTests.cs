using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.Aws.Tests.Wire;

/// <summary>Bodies in signed chunks and with trailers: the fake must refuse damaged ones, which the SDK never sends.</summary>
public sealed class SignedChunksTests : IAsyncLifetime
{
    const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    FakeAwsFixture? _fake;

    FakeAwsFixture Fake => _fake!;

    public async Task InitializeAsync() => _fake = await FakeAwsFixture.StartAsync();

    public async Task DisposeAsync() => await Fake.DisposeAsync();

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("hello chunks", HttpStatusCode.OK)]
    [InlineData("other chunks", HttpStatusCode.BadRequest)]
    public async Task Signed_chunks_are_decoded_and_their_trailer_is_compared(string? checksumOf, HttpStatusCode expected)
    {
        var answer = await PutAsync(
            ["hello ", "chunks"], checksumOf is null ? null : Convert.ToBase64String(Crc32(Encoding.UTF8.GetBytes(checksumOf))));

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, Fake.Server.Buckets[FakeAwsFixture.Bucket].Find("chunked") is not null);
        if (expected == HttpStatusCode.OK)
            Assert.Equal("hello chunks", await File.ReadAllTextAsync(Fake.Server.Buckets[FakeAwsFixture.Bucket].PathOf("chunked")));
    }

    [Fact]
    public async Task A_modified_chunk_is_refused()
    {
        var answer = await PutAsync(["hello ", "chunks"], null, body => body.Replace("chunks", "chunkz", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("SignatureDoesNotMatch", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(Fake.Server.Buckets[FakeAwsFixture.Bucket].Find("chunked"));
    }

    [Fact]
    public async Task A_modified_trailer_is_refused()
    {
        var crc = Convert.ToBase64String(Crc32("hello"u8));

        var answer = await PutAsync(["hello"], crc, body => body.Replace(crc, "AAAAAA==", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    async Task<HttpResponseMessage> PutAsync(string[] chunks, string? checksum, Func<string, string>? change = null)
    {
        var settings = Fake.Server.Settings;
        var date = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{date[..8]}/{settings.Region}/s3/aws4_request";
        var payload = checksum is null ? "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" : "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = Fake.Server.Endpoint.Authority,
            ["x-amz-content-sha256"] = payload,
            ["x-amz-date"] = date,
            ["x-amz-decoded-content-length"] = $"{chunks.Sum(chunk => chunk.Length)}",
        };
        if (checksum is not null)
            headers["x-amz-trailer"] = "x-amz-checksum-crc32";
        var signed = string.Join(';', headers.Keys);
        var named = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        var canonical = $"PUT\n/{FakeAwsFixture.Bucket}/chunked\n\n{named}\n{signed}\n{payload}";
        var key = new[] { date[..8], settings.Region, "s3", "aws4_request" }.Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + settings.SecretKey), Hmac);
        var signature = Sign(key, $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hash(canonical)}");

        var body = new StringBuilder();
        var previous = signature;
        foreach (var chunk in chunks.Append(""))
        {
            previous = Sign(key, $"AWS4-HMAC-SHA256-PAYLOAD\n{date}\n{scope}\n{previous}\n{Empty}\n{Hash(chunk)}");
            body.Append(
                CultureInfo.InvariantCulture, $"{chunk.Length:x};chunk-signature={previous}\r\n{chunk}{(chunk.Length > 0 ? "\r\n" : "")}");
        }

        if (checksum is not null)
        {
            var trailer = $"x-amz-checksum-crc32:{checksum}";
            var seal = Sign(key, $"AWS4-HMAC-SHA256-TRAILER\n{date}\n{scope}\n{previous}\n{Hash($"{trailer}\n")}");
            body.Append(CultureInfo.InvariantCulture, $"{trailer}\r\nx-amz-trailer-signature:{seal}\r\n");
        }

        body.Append("\r\n");

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(Fake.Server.Endpoint, $"{FakeAwsFixture.Bucket}/chunked"));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes((change ?? (same => same))(body.ToString())));
        request.Content.Headers.ContentEncoding.Add("aws-chunked");
        foreach (var (name, value) in headers.Where(header => header.Key != "host"))
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={settings.AccessKey}/{scope},SignedHeaders={signed},Signature={signature}");
        return await http.SendAsync(request);
    }

    static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    static string Sign(byte[] key, string text) => Convert.ToHexStringLower(Hmac(key, text));

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Bit by bit, straight from the polynomial.
    static byte[] Crc32(ReadOnlySpan<byte> bytes)
    {
        var value = uint.MaxValue;
        foreach (var next in bytes)
        {
            value ^= next;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        }

        value = ~value;
        return [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
    }
}
