namespace DuffBeer.Fuzz.Engine;

/// <summary>A part of the product that reads input of strangers, and what must hold whatever it reads.</summary>
abstract class FuzzTarget(string name)
{
    public string Name => name;

    /// <summary>Inputs to begin with: small, and together they reach what the last campaign reached.</summary>
    public IReadOnlyList<byte[]> Seeds { get; } = EscapedText.Resource(name);

    /// <summary>Words of the grammar, which chance would hardly find.</summary>
    public IReadOnlyList<byte[]> Words { get; } = EscapedText.Resource($"{name}.words");

    /// <summary>Longer inputs are not made.</summary>
    public virtual int MostBytes => 2_048;

    /// <summary>Bytes that reading an input may allocate.</summary>
    public virtual long MostAllocated(int inputBytes) => (2 << 20) + (4_000L * inputBytes);

    /// <summary>Reads the input. Any exception is a finding: a target catches those that the product declares.</summary>
    public abstract void Read(byte[] input);

    /// <exception cref="BrokenPropertyException">It does not hold.</exception>
    protected static void Hold(bool property, string what)
    {
        if (!property)
            throw new BrokenPropertyException(what);
    }
}

/// <summary>A property that must hold for every input does not.</summary>
sealed class BrokenPropertyException(string what) : Exception(what);
