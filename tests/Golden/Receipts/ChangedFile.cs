namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>A file with other bytes, or without the file, until it is disposed. Its time stays, as where a disk forgets a bit.</summary>
sealed class ChangedFile : IDisposable
{
    readonly string _path;
    readonly byte[] _before;
    readonly DateTime _time;

    /// <param name="content">Null deletes the file.</param>
    public ChangedFile(string path, Func<byte[], byte[]?> content)
    {
        (_path, _before, _time) = (path, File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path));
        if (content([.. _before]) is { } changed)
            Write(changed);
        else
            File.Delete(path);
    }

    public static ChangedFile Flipped(string path, long bit) => new(path, bytes =>
    {
        bytes[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        return bytes;
    });

    public void Dispose() => Write(_before);

    void Write(byte[] content)
    {
        File.WriteAllBytes(_path, content);
        File.SetLastWriteTimeUtc(_path, _time);
    }
}
