using DuffBeer.Core.Contracts;

namespace DuffBeer.Aws.Glue;

/// <summary>Types as the catalog names them: Hive's.</summary>
static class HiveTypes
{
    /// <summary>Glue's limit for the length of a comment.</summary>
    const int MaxComment = 255;

    public static Column ColumnOf(TableColumn column) => new(column.Name.ToLowerInvariant(), Of(column.Type), Comment(column.Description));

    public static string Of(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => "int",
        TypeKind.Int64 => "bigint",
        TypeKind.Decimal => type.ToString(),
        TypeKind.Double => "double",
        TypeKind.Bool => "boolean",
        TypeKind.Date => "date",
        TypeKind.Timestamp => "timestamp",
        _ => "string",
    };

    static string? Comment(string description) =>
        description.Length == 0 ? null : description.Length <= MaxComment ? description : description[..MaxComment];
}
