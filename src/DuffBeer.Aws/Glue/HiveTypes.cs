using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>Types as the catalog names them: Hive's for tables, Trino's for views.</summary>
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

    public static string OfTrino(LogicalType type) =>
        type.Kind == TypeKind.Decimal ? type.ToString() : SqlWriter.Type(type).ToLowerInvariant();

    static string? Comment(string description) =>
        description.Length == 0 ? null : description.Length <= MaxComment ? description : description[..MaxComment];
}
