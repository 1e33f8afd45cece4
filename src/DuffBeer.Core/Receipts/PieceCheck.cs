namespace DuffBeer.Core.Receipts;

/// <summary>How each piece of a source is checked. The names are stored, so they are never renamed.</summary>
public enum PieceCheck
{
    /// <summary>
    /// Finds every flipped bit, every two in a piece below 512 MiB, and every damage within 32 bits. Other damage is missed once in four
    /// billion, and a piece can be forged.
    /// </summary>
    Crc32,

    /// <summary>Finds every change, and binds the bytes against forgery. Takes several times as long.</summary>
    Sha256,
}
