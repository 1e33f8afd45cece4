using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.Core.Contracts;

/// <summary>
/// The numbers by which readers of Parquet and Iceberg know a column, whatever its name or place. They are in every file, so they never
/// change.
/// </summary>
/// <remarks>
/// A contract may give numbers from 1 to <see cref="LargestGiven"/>, system columns have the rest up to <see cref="FirstOfName"/>, and all
/// other columns have a hash of their name from there on. All are below those that Iceberg reserves (2,147,483,447 and above).
/// </remarks>
public static class FieldId
{
    public const int LargestGiven = 899_999;

    const int FirstOfSystem = 900_000;
    const int FirstOfName = 1_000_000;
    const uint Names = 2_000_000_000;

    /// <summary>The number of a column whose contract gives none.</summary>
    public static int OfName(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return FirstOfName + (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % Names);
    }

    internal static int OfSystem(int index) => FirstOfSystem + index;

    /// <summary>Why the columns cannot be in one table; null if they can.</summary>
    /// <param name="columns">A name may occur again, as in several versions of a contract.</param>
    public static string? Clash(IEnumerable<TableColumn> columns)
    {
        var (names, ids) = (new Dictionary<int, string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var column in columns)
        {
            if (!ids.TryAdd(column.Name, column.FieldId) && ids[column.Name] != column.FieldId)
                return $"{column.Name} has the id {ids[column.Name]} and the id {column.FieldId}; a column keeps its id in all versions";
            if (!names.TryAdd(column.FieldId, column.Name) && names[column.FieldId] != column.Name)
                return $"{names[column.FieldId]} and {column.Name} have the same id, {column.FieldId}; give one of them another id or name";
        }

        return null;
    }
}
