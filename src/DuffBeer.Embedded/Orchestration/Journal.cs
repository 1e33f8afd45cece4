using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>The append-only file of one run: each entry has a length and a checksum, and is on disk before it takes effect.</summary>
/// <remarks>
/// An entry is its JSON's length, the CRC-32C of that length and the JSON (both 32-bit little-endian), then the JSON in UTF-8. Bytes after
/// the last complete entry are a write that a crash interrupted; they are cut off, and so is what this program does not understand: the
/// calls are made again. An open journal is locked against this and other processes.
/// </remarks>
sealed class Journal : IDisposable
{
    const int FrameBytes = 8;
    const int LongestEntry = 256 << 20;

    readonly FileStream _file;
    readonly List<JournalEntry> _entries = [];

    Journal(FileStream file) => _file = file;

    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Opens or creates the journal and cuts an incomplete last entry; null if it is open elsewhere.</summary>
    public static Journal? TryOpen(string path)
    {
        DurableFiles.CreateFolder(Path.GetDirectoryName(path)!);
        if (FileLock.TryTake(path) is not { } file)
            return null;
        var journal = new Journal(file);
        try
        {
            var end = journal.ReadAll();
            file.SetLength(end);
            file.Position = end;
            DurableFiles.Flush(Path.GetDirectoryName(path)!);
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>How the run began; null if there is no journal, its first entry is incomplete, or a run has it open.</summary>
    public static RunStarted? Peek(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return TryRead(file) as RunStarted;
        }
        catch (IOException exception) when (FileFailure.IsMissing(exception) || FileLock.IsTaken(exception))
        {
            return null;
        }
    }

    /// <summary>Writes the entries; they are on disk when this returns.</summary>
    public void Append(params IReadOnlyCollection<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            var content = JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry);
            var frame = new byte[FrameBytes + content.Length];
            BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Checksum(content));
            content.CopyTo(frame, FrameBytes);
            _file.Write(frame);
        }

        DurableFiles.FlushContent(_file);
        _entries.AddRange(entries);
    }

    /// <summary>Deletes the journal of a run that has ended.</summary>
    public void Delete()
    {
        // An empty journal counts as none: if the file cannot be deleted, the run still does not come back.
        _file.SetLength(0);
        DurableFiles.FlushContent(_file);
        _file.Dispose();
        try
        {
            File.Delete(_file.Name);
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
        }
    }

    public void Dispose() => _file.Dispose();

    long ReadAll()
    {
        var end = 0L;
        for (; TryRead(_file) is { } entry && (_entries.Count > 0 || entry is RunStarted); end = _file.Position)
            _entries.Add(entry);
        return end;
    }

    // Null at the end, before an incomplete entry, and before one that this program does not understand.
    static JournalEntry? TryRead(FileStream file)
    {
        var frame = new byte[FrameBytes];
        if (file.ReadAtLeast(frame, FrameBytes, throwOnEndOfStream: false) < FrameBytes)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (length is <= 0 or > LongestEntry || length > file.Length - file.Position)
            return null;
        var content = new byte[length];
        file.ReadExactly(content);
        return Checksum(content) == BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(4))
            ? Parsed(content)
            : null;
    }

    // Null if another version of the program wrote it, whose calls are not these.
    static JournalEntry? Parsed(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, JournalJson.Default.JournalEntry);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    // Includes the length, so that a run of zeros is not a valid entry.
    static uint Checksum(ReadOnlySpan<byte> content)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (uint)content.Length);
        foreach (var octet in content)
            crc = BitOperations.Crc32C(crc, octet);
        return ~crc;
    }
}
