using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using DuffBeer.Embedded.Orchestration;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Files;

/// <summary>
/// The journal of a run, torn or changed anywhere: its entries up to the damage, and what is appended then is read again.
/// </summary>
/// <remarks>
/// The first byte chooses: the rest is the file itself, or its lines become entries, and the file is torn or changed where the second byte
/// says.
/// </remarks>
sealed class JournalTarget() : FuzzTarget("journal")
{
    static readonly string s_folder = Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"duffbeer-fuzz-{Environment.ProcessId}");

    static JournalTarget() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(s_folder, recursive: true);

    public override int MostBytes => 1_200;

    public override void Read(byte[] input)
    {
        if (input.Length < 2)
            return;
        var path = Path.Combine(Directory.CreateDirectory(s_folder).FullName, "run.journal");
        File.WriteAllBytes(path, FileOf(input[0] % 4, input[1], input.AsSpan(2)));
        var first = Journal.Peek(path);
        int kept;
        using (var journal = Journal.TryOpen(path)!)
        {
            kept = journal.Entries.Count;
            Hold(first is null || journal.Entries[0] is RunStarted, "a journal begins with how its run began");
            JournalEntry next = kept == 0
                ? new RunStarted("IngestFile", "run-a1", "fingerprint", JsonElement.Parse("{}"), DateTimeOffset.UnixEpoch)
                : new CallEnded(new("run-a1", kept), "InspectSource", "hash", null, null, DateTimeOffset.UnixEpoch);
            journal.Append(next);
        }

        using var again = Journal.TryOpen(path)!;
        Hold(again.Entries.Count == kept + 1, "an entry after the damage is read again");
    }

    static byte[] FileOf(int damage, byte at, ReadOnlySpan<byte> rest)
    {
        if (damage == 0)
            return rest.ToArray();
        var file = new List<byte>();
        foreach (var line in rest.Split((byte)'\n'))
            file.AddRange(Framed(rest[line]));
        var place = file.Count * at / 256;
        if (damage == 2)
            return [.. file[..place]];
        if (damage == 3)
            file[place] ^= at;
        return [.. file];
    }

    static byte[] Framed(ReadOnlySpan<byte> entry)
    {
        var frame = new byte[8 + entry.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, entry.Length);
        var crc = BitOperations.Crc32C(uint.MaxValue, (uint)entry.Length);
        foreach (var octet in entry)
            crc = BitOperations.Crc32C(crc, octet);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), ~crc);
        entry.CopyTo(frame.AsSpan(8));
        return frame;
    }
}
