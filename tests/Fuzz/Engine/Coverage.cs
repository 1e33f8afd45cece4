using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace DuffBeer.Fuzz.Engine;

/// <summary>Which edges of instrumented code ran, and about how often: SharpFuzz's code counts them in this map.</summary>
sealed unsafe class Coverage
{
    const int Size = 1 << 16;

    static readonly byte* s_map = Map();

    /// <summary>For each edge, the frequencies seen so far: bit n for 2^n to 2^(n+1) - 1 times.</summary>
    readonly byte[] _seen = new byte[Size];

    /// <summary>Edges seen so far.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets the last execution.</summary>
    public static void Begin()
    {
        new Span<byte>(s_map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds the last execution; how many edges or frequencies of edges were new.</summary>
    public int Add()
    {
        var added = 0;
        var words = new ReadOnlySpan<ulong>(s_map, Size / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
                continue;
            for (var edge = word * sizeof(ulong); edge < (word + 1) * sizeof(ulong); edge++)
            {
                if (s_map[edge] == 0)
                    continue;
                var frequency = (byte)(1 << BitOperations.Log2(s_map[edge]));
                if ((_seen[edge] & frequency) != 0)
                    continue;
                Edges += _seen[edge] == 0 ? 1 : 0;
                _seen[edge] |= frequency;
                added++;
            }
        }

        return added;
    }

    /// <summary>The edges of the last execution.</summary>
    public static IReadOnlyList<int> Last() => [.. Enumerable.Range(0, Size).Where(edge => s_map[edge] != 0)];

    static byte* Map()
    {
        var map = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = map;
        return map;
    }
}
