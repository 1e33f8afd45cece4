namespace DuffBeer.Parquet.Format;

// Numbers from parquet.thrift, as far as this writer uses them.

enum PhysicalType { Boolean = 0, Int32 = 1, Int64 = 2, Double = 5, ByteArray = 6 }

enum ConvertedType { Utf8 = 0, Decimal = 5, Date = 6, TimestampMicros = 10 }

enum Repetition { Required = 0, Optional = 1 }

enum PageEncoding { Plain = 0, Rle = 3, DeltaBinaryPacked = 5, RleDictionary = 8 }

enum Codec { Uncompressed = 0, Snappy = 1, Brotli = 4 }

enum PageType { Data = 0, Dictionary = 2 }
