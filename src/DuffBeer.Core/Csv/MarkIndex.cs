using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DuffBeer.Core.Csv;

/// <summary>The positions of separators, quotes and line breaks in a stretch of CSV, in order, whatever they mean there.</summary>
/// <remarks>Scans 64, 32 or 16 bytes at a time, depending on the processor, or one by one; the result is the same.</remarks>
sealed class MarkIndex(byte separator, byte quote)
{
    // The marks of one vector: several are written at a time, even if there are fewer.
    const int Slack = 64;

    int[] _positions = new int[1024 + 2 * Slack];
    int[] _others = new int[256 + Slack];

    public int Count { get; private set; }

    /// <summary>Positions of all marks, rising.</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, Count);

    /// <summary>Copies positions; for few of them it may write beyond their number.</summary>
    /// <param name="first">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="to">Space for 16 more than <paramref name="count"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(int first, int count, Span<int> to)
    {
        ref var from = ref _positions[first];
        ref var target = ref MemoryMarshal.GetReference(to);
        for (var copied = 0; copied < count; copied += Vector512<int>.Count)
            Vector512.LoadUnsafe(ref from, (nuint)copied).StoreUnsafe(ref target, (nuint)copied);
    }

    /// <summary>Indices in <see cref="Positions"/> of the marks that are not separators.</summary>
    public ReadOnlySpan<int> Others => _others.AsSpan(0, OtherCount);

    public int OtherCount { get; private set; }

    /// <summary>Whether all bytes are below 128.</summary>
    public bool IsAscii { get; private set; }

    /// <summary>
    /// Finds the marks in [<paramref name="from"/>, <paramref name="to"/>); positions count from the first byte of
    /// <paramref name="bytes"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scan(ReadOnlySpan<byte> bytes, int from, int to)
    {
        Count = OtherCount = 0;
        var high = 0UL;
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var at = from;
        if (Vector512.IsHardwareAccelerated)
        {
            var seen = Vector512<byte>.Zero;
            var (separators, quotes) = (Vector512.Create(separator), Vector512.Create(quote));
            var (feeds, returns) = (Vector512.Create(LineBreak.Lf), Vector512.Create(LineBreak.Cr));
            for (; at <= to - Vector512<byte>.Count; at += Vector512<byte>.Count)
            {
                var next = Vector512.LoadUnsafe(ref first, (nuint)at);
                seen |= next;
                var others = Vector512.Equals(next, quotes) | Vector512.Equals(next, feeds) | Vector512.Equals(next, returns);
                if (Avx512Vbmi2.IsSupported)
                    AddPacked(at, Vector512.Equals(next, separators) | others, others.ExtractMostSignificantBits());
                else
                    Add(at, Vector512.Equals(next, separators).ExtractMostSignificantBits(), others.ExtractMostSignificantBits());
            }

            high = seen.ExtractMostSignificantBits();
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            var seen = Vector256<byte>.Zero;
            var (separators, quotes) = (Vector256.Create(separator), Vector256.Create(quote));
            var (feeds, returns) = (Vector256.Create(LineBreak.Lf), Vector256.Create(LineBreak.Cr));
            for (; at <= to - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                var next = Vector256.LoadUnsafe(ref first, (nuint)at);
                seen |= next;
                Add(at, Vector256.Equals(next, separators).ExtractMostSignificantBits(),
                    (Vector256.Equals(next, quotes) | Vector256.Equals(next, feeds) | Vector256.Equals(next, returns))
                        .ExtractMostSignificantBits());
            }

            high = seen.ExtractMostSignificantBits();
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            var seen = Vector128<byte>.Zero;
            var (separators, quotes) = (Vector128.Create(separator), Vector128.Create(quote));
            var (feeds, returns) = (Vector128.Create(LineBreak.Lf), Vector128.Create(LineBreak.Cr));
            for (; at <= to - Vector128<byte>.Count; at += Vector128<byte>.Count)
            {
                var next = Vector128.LoadUnsafe(ref first, (nuint)at);
                seen |= next;
                Add(at, Vector128.Equals(next, separators).ExtractMostSignificantBits(),
                    (Vector128.Equals(next, quotes) | Vector128.Equals(next, feeds) | Vector128.Equals(next, returns))
                        .ExtractMostSignificantBits());
            }

            high = seen.ExtractMostSignificantBits();
        }

        IsAscii = high == 0 & ScanSingly(bytes, at, to);
    }

    bool ScanSingly(ReadOnlySpan<byte> bytes, int from, int to)
    {
        var seen = 0;
        for (var at = from; at < to; at++)
        {
            var next = bytes[at];
            seen |= next;
            if (next == separator)
                Add(at, 1, 0);
            else if (next == quote || next is LineBreak.Lf or LineBreak.Cr)
                Add(at, 0, 1);
        }

        return seen < 128;
    }

    /// <summary>Compresses the indices of the marks side by side and widens them, sixteen at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddPacked(int at, Vector512<byte> marks, ulong others)
    {
        MakeRoom();
        var bits = marks.ExtractMostSignificantBits();
        AddOthers(bits, others);
        ref var position = ref _positions[Count];
        var count = BitOperations.PopCount(bits);
        Count += count;
        var packed = Avx512Vbmi2.Compress(Vector512<byte>.Zero, marks, Vector512<byte>.Indices);
        var origin = Vector512.Create(at);
        (Avx512F.ConvertToVector512Int32(packed.GetLower().GetLower()) + origin).StoreUnsafe(ref position);
        if (count <= 16)
            return;
        (Avx512F.ConvertToVector512Int32(packed.GetLower().GetUpper()) + origin).StoreUnsafe(ref position, 16);
        if (count <= 32)
            return;
        (Avx512F.ConvertToVector512Int32(packed.GetUpper().GetLower()) + origin).StoreUnsafe(ref position, 32);
        (Avx512F.ConvertToVector512Int32(packed.GetUpper().GetUpper()) + origin).StoreUnsafe(ref position, 48);
    }

    /// <param name="at">Position of the lowest bit.</param>
    /// <param name="separators">A bit for each separator.</param>
    /// <param name="others">A bit for each other mark.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(int at, ulong separators, ulong others)
    {
        MakeRoom();
        var marks = separators | others;
        AddOthers(marks, others);
        ref var position = ref _positions[Count];
        var count = BitOperations.PopCount(marks);
        Count += count;
        // Several at a time without checking their number: positions beyond the count are overwritten later.
        for (var written = 0; written < count; written += 8)
        {
            for (var next = 0; next < 8; next++, marks &= marks - 1)
                Unsafe.Add(ref position, written + next) = at + BitOperations.TrailingZeroCount(marks);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void AddOthers(ulong marks, ulong others)
    {
        ref var other = ref _others[OtherCount];
        OtherCount += BitOperations.PopCount(others);
        for (; others != 0; others &= others - 1)
        {
            other = Count + BitOperations.PopCount(marks & ((others & (0 - others)) - 1));
            other = ref Unsafe.Add(ref other, 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void MakeRoom()
    {
        // Space for one vector's marks, and for what CopyTo reads beyond the last.
        if (Count + 2 * Slack > _positions.Length || OtherCount + Slack > _others.Length)
            Grow();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Grow()
    {
        if (Count + 2 * Slack > _positions.Length)
            Array.Resize(ref _positions, _positions.Length * 2);
        if (OtherCount + Slack > _others.Length)
            Array.Resize(ref _others, _others.Length * 2);
    }
}
