using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.OpenLineage;

/// <summary>Ids of OpenLineage runs. They follow from our own ids, so an event that is sent twice names the same run.</summary>
static class LineageId
{
    public static string OfRun(string run, int attempt) => Of($"run {run} {attempt}");

    public static string OfRefresh(string snapshot) => Of($"refresh {snapshot}");

    public static string OfModel(string snapshot, string model) => Of($"model {snapshot} {model}");

    public static string OfAudit(string snapshot, string model) => Of($"audit {snapshot} {model}");

    /// <summary>A UUID of version 8 (RFC 9562, 5.8): 122 bits of the text's SHA-256.</summary>
    static string Of(string text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"duffbeer {text}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
