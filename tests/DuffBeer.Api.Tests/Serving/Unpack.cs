using System.IO.Compression;
using System.Text;

namespace DuffBeer.Api.Tests.Serving;

static class Unpack
{
    public static string Text(Answer answer)
    {
        using var packed = new MemoryStream(answer.Body);
        using Stream plain = answer.Header("Content-Encoding") == "br"
            ? new BrotliStream(packed, CompressionMode.Decompress)
            : new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
