using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>Copies rows of a block's column to the buffer of a partition.</summary>
abstract class ColumnCopy
{
    /// <param name="rows">The block's rows that go to the partition, in order, each below the maximum of a block.</param>
    public abstract void Append(ReadOnlySpan<int> rows);

    /// <summary>A copy from a slot to a new buffer of its type.</summary>
    public static (ColumnBuffer Buffer, ColumnCopy Copy) For(LogicalType type, BlockTyping typing, int slot)
    {
        if (typing.Texts(slot) is { } texts)
        {
            var strings = texts.Dictionary is { } dictionary ? new StringBuffer(dictionary) : new StringBuffer();
            return (strings, new TextCopy(texts, strings));
        }

        var scalars = typing.Scalars(slot)!;
        var buffer = ColumnBuffer.For(type);
        return (buffer, buffer switch
        {
            ValueBuffer<int> ints => new ScalarCopy<int, AsInt>(scalars, ints),
            ValueBuffer<double> doubles => new ScalarCopy<double, AsDouble>(scalars, doubles),
            ValueBuffer<byte> bools => new ScalarCopy<byte, AsBool>(scalars, bools),
            _ => new ScalarCopy<long, AsLong>(scalars, (ValueBuffer<long>)buffer),
        });
    }

    /// <summary>Converts a scalar of a row to a buffer's value.</summary>
    interface IStored<T>
    {
        static abstract T Of(long scalar);
    }

    readonly struct AsLong : IStored<long>
    {
        public static long Of(long scalar) => scalar;
    }

    readonly struct AsInt : IStored<int>
    {
        public static int Of(long scalar) => (int)scalar;
    }

    readonly struct AsDouble : IStored<double>
    {
        public static double Of(long scalar) => BitConverter.Int64BitsToDouble(scalar);
    }

    readonly struct AsBool : IStored<byte>
    {
        public static byte Of(long scalar) => (byte)scalar;
    }

    sealed class ScalarCopy<T, TStored>(ScalarVector from, ValueBuffer<T> to) : ColumnCopy
        where T : unmanaged
        where TStored : struct, IStored<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Append(ReadOnlySpan<int> rows)
        {
            ref var values = ref MemoryMarshal.GetArrayDataReference(from.Values);
            ref var next = ref MemoryMarshal.GetReference(to.NextValues(rows.Length));
            for (var index = 0; index < rows.Length; index++)
                Unsafe.Add(ref next, index) = TStored.Of(Unsafe.Add(ref values, rows[index]));
            to.Commit(from.HasNulls ? from.Present : default, rows);
        }
    }

    sealed class TextCopy(TextVector from, StringBuffer to) : ColumnCopy
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Append(ReadOnlySpan<int> rows)
        {
            if (from.Dictionary is null)
            {
                SpellOut(rows);
                return;
            }

            ref var codes = ref MemoryMarshal.GetArrayDataReference(from.Codes);
            ref var next = ref MemoryMarshal.GetReference(to.NextCodes(rows.Length));
            for (var index = 0; index < rows.Length; index++)
                Unsafe.Add(ref next, index) = Unsafe.Add(ref codes, rows[index]);
            to.Commit(from.HasNulls ? from.Present : default, rows);
        }

        void SpellOut(ReadOnlySpan<int> rows)
        {
            to.SpellOut();
            foreach (var row in rows)
            {
                if (from.IsNull(row))
                    to.AppendNull();
                else
                    to.Append(from[row]);
            }
        }
    }
}
