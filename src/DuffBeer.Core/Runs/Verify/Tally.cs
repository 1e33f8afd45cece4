using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>Counts what several checks do at the same time, and what is checked already: 16 bytes for each.</summary>
sealed class Tally
{
    const int MostUnreceipted = 1_000;

    readonly Lock _lock = new();
    readonly List<Finding> _findings = [];
    readonly HashSet<UInt128> _seen = [];
    readonly SortedSet<string> _unreceipted = new(StringComparer.Ordinal);
    VerifyResult _counts = new([]);

    /// <summary>True the first time that it gets the name.</summary>
    public bool IsFirst(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        var place = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
        lock (_lock)
            return _seen.Add(place);
    }

    public void Add(IEnumerable<Finding> findings)
    {
        lock (_lock)
            _findings.AddRange(findings);
    }

    public void Count(Func<VerifyResult, VerifyResult> change)
    {
        lock (_lock)
            _counts = change(_counts);
    }

    public void CountRun(string id, bool hasReceipt) => Count(id, hasReceipt, counts => counts with { Runs = counts.Runs + 1 });

    public void CountSnapshot(string id, bool hasReceipt) =>
        Count(id, hasReceipt, counts => counts with { Snapshots = counts.Snapshots + 1 });

    void Count(string id, bool hasReceipt, Func<VerifyResult, VerifyResult> change)
    {
        lock (_lock)
        {
            _counts = change(_counts);
            if (hasReceipt)
                return;
            _counts = _counts with { WithoutReceipt = _counts.WithoutReceipt + 1 };
            if (_unreceipted.Add(id) && _unreceipted.Count > MostUnreceipted)
                _unreceipted.Remove(_unreceipted.Max!);
        }
    }

    /// <summary>Findings in the order of their keys.</summary>
    public VerifyResult Result()
    {
        lock (_lock)
            return _counts with
            {
                Findings = [.. _findings.OrderBy(found => found.Key, StringComparer.Ordinal)], Unreceipted = [.. _unreceipted],
            };
    }
}
