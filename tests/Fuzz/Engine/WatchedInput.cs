using System.IO.MemoryMappedFiles;

namespace DuffBeer.Fuzz.Engine;

/// <summary>
/// The input that a process reads now, in a file that outlives it: a stack overflow or a hang leaves what caused it.
/// </summary>
sealed class WatchedInput : IDisposable
{
    const int Longest = 1 << 20;
    const int CountAt = 0;
    const int LengthAt = sizeof(long);
    const int InputAt = LengthAt + sizeof(int);

    readonly MemoryMappedFile _file;
    readonly MemoryMappedViewAccessor _view;

    public WatchedInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, InputAt + Longest);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>Inputs read so far, this one included.</summary>
    public long Count => _view.ReadInt64(CountAt);

    public byte[] Input
    {
        get
        {
            var input = new byte[_view.ReadInt32(LengthAt)];
            _view.ReadArray(InputAt, input, 0, input.Length);
            return input;
        }
    }

    public void Set(long count, byte[] input)
    {
        _view.WriteArray(InputAt, input, 0, Math.Min(input.Length, Longest));
        _view.Write(LengthAt, Math.Min(input.Length, Longest));
        _view.Write(CountAt, count);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
