using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Signing;

/// <summary>Decodes aws-chunked bodies: chunks, their signatures if they are signed, and trailers.</summary>
sealed class ChunkedBody(PipeReader body, Signature signature, long decodedLength)
{
    const int LargestChunk = 64 << 20;
    static readonly string s_emptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    readonly bool _isSigned = signature.Payload.StartsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", StringComparison.Ordinal);
    readonly bool _trails = signature.Payload.EndsWith("-TRAILER", StringComparison.Ordinal);
    string _previous = signature.Seed;

    /// <summary>The headers after the last chunk.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static bool IsChunked(Signature signature) => signature.Payload.StartsWith("STREAMING-", StringComparison.Ordinal);

    /// <summary>Copies the decoded bytes.</summary>
    public async Task CopyToAsync(Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancellationToken)
    {
        var total = 0L;
        while (true)
        {
            var header = (await LineAsync(cancellationToken)).Split(';', 2);
            if (!int.TryParse(header[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
                || size is < 0 or > LargestChunk)
                throw Incomplete($"'{header[0]}' is not a chunk size.");
            var told = header.Length > 1 && header[1].StartsWith("chunk-signature=", StringComparison.Ordinal)
                ? header[1]["chunk-signature=".Length..]
                : "";
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await CopyAsync(size, hash, write, cancellationToken);
            Verify("AWS4-HMAC-SHA256-PAYLOAD", $"{s_emptyHash}\n{Convert.ToHexStringLower(hash.GetHashAndReset())}", told);
            total += size;
            if (size == 0)
                break;
            if ((await LineAsync(cancellationToken)).Length > 0)
                throw Incomplete("A chunk is longer than its size.");
        }

        if (total != decodedLength)
            throw Incomplete($"x-amz-decoded-content-length is {decodedLength}, but {total} bytes came.");
        await TrailAsync(cancellationToken);
    }

    async Task CopyAsync(int size, IncrementalHash hash, Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancellationToken)
    {
        for (var left = size; left > 0;)
        {
            var read = await body.ReadAsync(cancellationToken);
            var taken = read.Buffer.Slice(0, Math.Min(left, read.Buffer.Length));
            foreach (var memory in taken)
            {
                hash.AppendData(memory.Span);
                await write(memory);
            }

            left -= (int)taken.Length;
            body.AdvanceTo(taken.End);
            if (read.IsCompleted && left > 0 && taken.Length == 0)
                throw Incomplete("The body ends within a chunk.");
        }
    }

    async Task TrailAsync(CancellationToken cancellationToken)
    {
        var signedText = new StringBuilder();
        for (var line = await LineAsync(cancellationToken); line.Length > 0; line = await LineAsync(cancellationToken))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (line[..Math.Max(0, colon)].ToLowerInvariant(), line[(colon + 1)..].Trim());
            Trailers[name] = value;
            if (name != "x-amz-trailer-signature")
                signedText.Append(CultureInfo.InvariantCulture, $"{name}:{value}\n");
        }

        if (_trails)
            Verify(
                "AWS4-HMAC-SHA256-TRAILER",
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signedText.ToString()))),
                Trailers.GetValueOrDefault("x-amz-trailer-signature", ""));
    }

    void Verify(string kind, string hashes, string told)
    {
        if (!_isSigned)
            return;
        var expected = SignatureCheck.Sign(signature.SigningKey, $"{kind}\n{signature.Date}\n{signature.Scope}\n{_previous}\n{hashes}");
        if (told != expected)
            throw new WireException(403, "SignatureDoesNotMatch", $"The signature of a chunk ({kind}) does not match.");
        _previous = expected;
    }

    // A line ends with CR LF, or with the body.
    async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                body.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                var rest = Encoding.ASCII.GetString(read.Buffer);
                body.AdvanceTo(read.Buffer.End);
                return rest;
            }

            if (read.Buffer.Length > 8 << 10)
                throw Incomplete("A chunk's header is too long.");
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    static WireException Incomplete(string why) => new(400, "IncompleteBody", $"The request body terminated unexpectedly. {why}");
}
