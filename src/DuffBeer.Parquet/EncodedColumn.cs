using DuffBeer.Core.Columns;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>A column to be written, with its declaration.</summary>
readonly record struct ColumnToEncode(ColumnSchema Schema, ColumnBuffer Buffer);

/// <summary>How a column was written.</summary>
/// <param name="Pages">One per data page.</param>
readonly record struct EncodedColumn(PageEncoding Encoding, ColumnStatistics Statistics, ColumnStatistics[] Pages);
