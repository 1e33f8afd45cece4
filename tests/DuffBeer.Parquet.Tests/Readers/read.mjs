// read.mjs READER FILE: writes every column as JSON, {"column": [cell]}. A cell is null or text: a stored number, a double's bits in hex.
import { readFile } from 'node:fs/promises';

const bits = new DataView(new ArrayBuffer(8));

function textOf(value) {
  if (typeof value !== 'number' || Number.isNaN(value)) return String(value);
  bits.setFloat64(0, value);
  return bits.getBigUint64(0).toString(16);
}

/** Pure JavaScript. It returns decimals as doubles. */
async function hyparquet(bytes) {
  const { parquetMetadata, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const parsers = {
    dateFromDays: days => days,
    timestampFromMicroseconds: micros => micros,
  };
  const rows = await parquetReadObjects({ file, compressors, parsers });
  return parquetSchema(parquetMetadata(file)).children.map(({ element }) => {
    const spell = element.type === 'INT32' && element.converted_type !== 'DECIMAL' ? String : textOf;
    return [element.name, rows.map(row => row[element.name] ?? null).map(value => value === null ? null : spell(value))];
  });
}

/** arrow-rs, compiled to WebAssembly. */
async function parquetWasm(bytes) {
  const { readParquet } = await import('parquet-wasm/node');
  const { tableFromIPC, Type } = await import('@uwdata/flechette');
  const table = tableFromIPC(readParquet(bytes).intoIPCStream(), { useBigInt: true, useDecimalInt: true });
  const spellings = {
    [Type.Int]: String,
    [Type.Date]: millis => String(millis / 86_400_000),
    [Type.Timestamp]: millis => String(Math.round(millis * 1000)),
  };
  return table.names.map(name => {
    const column = table.getChild(name);
    const spell = spellings[column.type.typeId] ?? textOf;
    return [name, Array.from(column, value => value === null ? null : spell(value))];
  });
}

const [reader, path] = process.argv.slice(2);
const columns = await { hyparquet, 'parquet-wasm': parquetWasm }[reader](await readFile(path));
process.stdout.write(JSON.stringify(Object.fromEntries(columns)));
