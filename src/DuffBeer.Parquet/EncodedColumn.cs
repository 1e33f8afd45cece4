using DuffBeer.Core.Columns;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>A column that is to be written, and how it is declared.</summary>
readonly record struct ColumnToEncode(ColumnSchema Schema, ColumnBuffer Buffer);

/// <summary>How a column was written.</summary>
/// <param name="Pages">A data page each.</param>
readonly record struct EncodedColumn(PageEncoding Encoding, ColumnStatistics Statistics, ColumnStatistics[] Pages);
