using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace DuffBeer.Parquet.Format;

enum ThriftType { True = 1, False = 2, I16 = 4, I32 = 5, I64 = 6, Binary = 8, List = 9, Struct = 12 }

/// <summary>Thrift's compact protocol, as far as Parquet's metadata needs it.</summary>
/// <remarks>Fields of a struct are written in the order of their ids. The outermost struct needs <see cref="EndStruct"/> too.</remarks>
sealed class ThriftCompactWriter(IBufferWriter<byte> to)
{
    const int LongestShortList = 14;
    const int LargestShortStep = 15;

    readonly Stack<int> _outerFields = new();
    int _lastField;

    public void Field(int id, bool value) => Header(id, value ? ThriftType.True : ThriftType.False);

    public void Field(int id, short value)
    {
        Header(id, ThriftType.I16);
        to.WriteZigzag(value);
    }

    public void Field(int id, int value)
    {
        Header(id, ThriftType.I32);
        to.WriteZigzag(value);
    }

    public void Field(int id, long value)
    {
        Header(id, ThriftType.I64);
        to.WriteZigzag(value);
    }

    public void Field(int id, ReadOnlySpan<byte> value)
    {
        Header(id, ThriftType.Binary);
        Element(value);
    }

    public void Field(int id, string value)
    {
        Header(id, ThriftType.Binary);
        Element(value);
    }

    public void BeginStruct(int id)
    {
        Header(id, ThriftType.Struct);
        BeginElement();
    }

    /// <summary>Begins a struct that is an element of a list.</summary>
    public void BeginElement()
    {
        _outerFields.Push(_lastField);
        _lastField = 0;
    }

    public void EndStruct()
    {
        to.WriteByte(0);
        _lastField = _outerFields.TryPop(out var outer) ? outer : 0;
    }

    /// <summary>A struct without fields, as a union uses it to name its kind.</summary>
    public void EmptyStruct(int id)
    {
        BeginStruct(id);
        EndStruct();
    }

    public void BeginList(int id, ThriftType elements, int count)
    {
        Header(id, ThriftType.List);
        if (count <= LongestShortList)
        {
            to.WriteByte((byte)(count << 4 | (int)elements));
            return;
        }

        to.WriteByte((byte)(0xF0 | (int)elements));
        to.WriteVarint((ulong)count);
    }

    /// <summary>A boolean in a list, which takes a byte.</summary>
    public void Element(bool value) => to.WriteByte((byte)(value ? ThriftType.True : ThriftType.False));

    public void Element(long value) => to.WriteZigzag(value);

    public void Element(string value) => Element(Encoding.UTF8.GetBytes(value));

    public void Element(ReadOnlySpan<byte> value)
    {
        to.WriteVarint((ulong)value.Length);
        to.Write(value);
    }

    void Header(int id, ThriftType type)
    {
        var step = id - _lastField;
        Debug.Assert(step is > 0 and <= LargestShortStep, "Parquet's metadata has no wider gap between fields.");
        to.WriteByte((byte)(step << 4 | (int)type));
        _lastField = id;
    }
}
