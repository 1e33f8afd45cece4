using System.Buffers;
using System.Text;

namespace DuffBeer.Core.Csv;

/// <summary>What the bytes of a file show about its encoding.</summary>
/// <param name="Letters">Valid UTF-8 characters beyond ASCII.</param>
/// <param name="Invalid">Bytes that are not UTF-8.</param>
/// <param name="Unassigned">Of these, those that windows-1252 does not assign either.</param>
readonly record struct EncodingEvidence(int Letters, int Invalid, int Unassigned)
{
    public bool IsUtf8 => Invalid == 0;

    public bool IsAscii => Invalid == 0 && Letters == 0;

    public bool LooksLikeWindows1252 => Invalid > 0 && Letters == 0 && Unassigned == 0;

    /// <summary>A character that the end cuts in two is not counted.</summary>
    public static EncodingEvidence Of(ReadOnlySpan<byte> bytes)
    {
        var (letters, invalid, unassigned) = (0, 0, 0);
        while (true)
        {
            var ascii = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
                return new(letters, invalid, unassigned);
            bytes = bytes[ascii..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == OperationStatus.NeedMoreData)
                return new(letters, invalid, unassigned);
            if (status == OperationStatus.Done)
                letters++;
            else
            {
                invalid += length;
                unassigned += bytes[0] is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D ? 1 : 0;
            }

            bytes = bytes[length..];
        }
    }
}
