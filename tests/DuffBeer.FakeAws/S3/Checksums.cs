using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace DuffBeer.FakeAws.S3;

/// <summary>The checksums that a request may have, by the last part of their header.</summary>
static class Checksums
{
    public const string Header = "x-amz-checksum-";

    public static readonly string[] Names = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"];

    public static IChecksum Begin(string name) => name switch
    {
        "crc32" => new ReflectedCrc(0xEDB88320, 4),
        "crc32c" => new Crc32C(),
        "crc64nvme" => new ReflectedCrc(0x9A6C9329AC4BC9B5, 8),
        "sha1" => new Digest(HashAlgorithmName.SHA1),
        _ => new Digest(HashAlgorithmName.SHA256),
    };

    /// <summary>Whether a value is base 64 of as many bytes as the checksum has.</summary>
    public static bool IsWellFormed(string name, string value)
    {
        var bytes = new byte[64];
        var length = name switch { "crc32" or "crc32c" => 4, "crc64nvme" => 8, "sha1" => 20, _ => 32 };
        return Convert.TryFromBase64String(value, bytes, out var count) && count == length;
    }

    sealed class Digest(HashAlgorithmName name) : IChecksum
    {
        readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

        public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        public string End() => Convert.ToBase64String(_hash.GetHashAndReset());

        public void Dispose() => _hash.Dispose();
    }

    sealed class Crc32C : IChecksum
    {
        uint _value = ~0u;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
                _value = BitOperations.Crc32C(_value, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            foreach (var value in bytes)
                _value = BitOperations.Crc32C(_value, value);
        }

        public string End()
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, ~_value);
            return Convert.ToBase64String(bytes);
        }

        public void Dispose()
        {
        }
    }

    sealed class ReflectedCrc : IChecksum
    {
        readonly ulong[] _table = new ulong[256];
        readonly int _width;
        ulong _value = ulong.MaxValue;

        public ReflectedCrc(ulong polynomial, int width)
        {
            _width = width;
            for (var i = 0; i < 256; i++)
            {
                var value = (ulong)i;
                for (var bit = 0; bit < 8; bit++)
                    value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
                _table[i] = value;
            }

            if (width == 4)
                _value = uint.MaxValue;
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            var value = _value;
            foreach (var next in bytes)
                value = _table[(byte)value ^ next] ^ (value >> 8);
            _value = value;
        }

        public string End()
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, ~_value);
            return Convert.ToBase64String(bytes.AsSpan(8 - _width));
        }

        public void Dispose()
        {
        }
    }
}

interface IChecksum : IDisposable
{
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The value in base 64.</summary>
    string End();
}
