// read.mjs LAKE PREFIX: reads Iceberg tables of the folder LAKE, whose metadata has locations that begin with PREFIX, over HTTP.
// Each line of the input is {"table": "iceberg/x", "snapshot": 1 or null}, each line of the output {"rows": [[cell]]} or {"error"}.
// A cell is null or text: a stored number, a decimal with its point, or the bits of a double in hex.
import { createServer } from 'node:http';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { icebergManifests, icebergMetadata, icebergRead } from 'icebird';

const [lake, prefix] = process.argv.slice(2);
const origin = await serve(lake);

// Locations are file:// or s3:// (which icebird turns into the bucket's URL); all are served by this process.
const inner = globalThis.fetch;
const bucket = prefix.startsWith('s3://') ? `https://${prefix.slice(5, -1)}.s3.amazonaws.com/` : prefix;
globalThis.fetch = (url, options) => {
  const text = String(url);
  const key = text.startsWith(bucket) ? text.slice(bucket.length) : text.startsWith(prefix) ? text.slice(prefix.length) : null;
  return inner(key === null ? url : origin + key.split('/').map(encodeURIComponent).join('/'), options);
};

function serve(folder) {
  const server = createServer(async (request, response) => {
    const file = join(folder, decodeURIComponent(request.url.slice(1)));
    const size = await stat(file).then(found => found.size, () => -1);
    if (size < 0) return response.writeHead(404).end();
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
    response.writeHead(range ? 206 : 200, { 'content-length': Math.max(0, end - start + 1), 'accept-ranges': 'bytes' });
    if (request.method === 'HEAD' || end < start) return response.end();
    createReadStream(file, { start, end }).pipe(response);
  });
  server.unref();
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`)));
}

const parsers = { dateFromDays: days => days, timestampFromMicroseconds: micros => micros };
const bits = new DataView(new ArrayBuffer(8));

function cell(type, value) {
  if (value === null || value === undefined) return null;
  // Both versions of hyparquet give decimals as doubles, which differ in the last bit.
  if (type.startsWith('decimal')) return Number(value).toFixed(scaleOf(type));
  if (type === 'double') {
    if (Number.isNaN(value)) return 'NaN';
    bits.setFloat64(0, Number(value));
    return bits.getBigUint64(0).toString(16);
  }
  if (type === 'date' && value instanceof Date) return String(value.getTime() / 86_400_000);
  if (type === 'timestamptz' && value instanceof Date) return `${value.getTime()} ms`;
  return String(value);
}

/** Bounds and counts of a data file's entry against its rows. */
function check(entry, fields, rows) {
  const file = entry.data_file;
  const of = (map, id) => map?.find(pair => pair.key === id)?.value;
  const fail = message => { throw new Error(`${file.file_path}: ${message}`); };
  if (Number(file.record_count) !== rows.length) fail(`${file.record_count} records are declared, ${rows.length} are there`);
  for (const [index, field] of fields.entries()) {
    const nulls = rows.filter(row => row[index] === null || row[index] === undefined).length;
    const declared = of(file.null_value_counts, field.id);
    if (declared === undefined) continue;
    if (Number(declared) !== nulls) fail(`${field.name} has ${nulls} nulls, not ${declared}`);
    if (Number(of(file.value_counts, field.id)) !== rows.length) fail(`${field.name} has not ${of(file.value_counts, field.id)} values`);
    for (const [map, sign] of [[file.lower_bounds, 1], [file.upper_bounds, -1]]) {
      const bytes = of(map, field.id);
      if (bytes === undefined) continue;
      const bound = parse(field.type, bytes);
      for (const row of rows) {
        if (row[index] !== null && row[index] !== undefined && sign * compare(field.type, row[index], bound) < 0) {
          fail(`${field.name} is ${row[index]}, beyond its bound ${bound}`);
        }
      }
    }
  }
}

function parse(type, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 'string') return Buffer.from(bytes);
  if (type === 'boolean') return view.getUint8(0);
  if (type === 'int' || type === 'date') return view.getInt32(0, true);
  if (type === 'long' || type === 'timestamptz') return view.getBigInt64(0, true);
  if (type === 'double') return view.getFloat64(0, true);
  let unscaled = BigInt(view.getInt8(0));
  for (let at = 1; at < bytes.byteLength; at++) unscaled = unscaled * 256n + BigInt(view.getUint8(at));
  return Number(unscaled) / 10 ** scaleOf(type);
}

function scaleOf(type) {
  return Number(/, (\d+)\)/.exec(type)[1]);
}

function compare(type, value, bound) {
  if (type === 'string') return Buffer.compare(Buffer.from(value), bound);
  return value < bound ? -1 : value > bound ? 1 : 0;
}

/** The rows by the ids of the files' columns, and by their names where a file has no ids. */
async function read(metadata) {
  const { fields } = metadata.schemas.find(schema => schema['schema-id'] === metadata['current-schema-id']);
  const names = new Map(JSON.parse(metadata.properties['schema.name-mapping.default']).map(name => [name['field-id'], name.names]));
  const rows = [];
  let isWhole = true;
  for (const { entries } of await icebergManifests(metadata)) {
    for (const entry of entries) {
      const { file_path: url, file_size_in_bytes: size } = entry.data_file;
      const file = await asyncBufferFromUrl({ url, byteLength: Number(size) });
      const footer = await parquetMetadataAsync(file);
      const columns = footer.schema.slice(1);
      const found = fields.map(field => columns.find(column => column.field_id === undefined
        ? names.get(field.id)?.includes(column.name)
        : column.field_id === field.id)?.name);
      isWhole &&= !found.includes(undefined);
      const read = await parquetReadObjects({ file, metadata: footer, columns: found.filter(name => name), compressors, parsers });
      const values = read.map(row => found.map(name => name && row[name]));
      check(entry, fields, values);
      rows.push(...values.map(row => row.map((value, index) => cell(fields[index].type, value))));
    }
  }
  return { fields, rows, isWhole };
}

/** What icebird itself makes of the table, as far as it keeps the values: its times have milliseconds. */
async function compareOwn(tableUrl, metadata, { fields, rows }) {
  if (rows.length === 0) return;
  const plain = (type, text) => type === 'timestamptz' && text !== null ? `${Math.trunc(Number(text) / 1000)} ms` : text;
  const own = (await icebergRead({ tableUrl, metadata })).map(
    row => JSON.stringify(fields.map(field => cell(field.type, row[field.name])))).sort();
  const ours = rows.map(row => JSON.stringify(row.map((text, index) => plain(fields[index].type, text)))).sort();
  const at = ours.findIndex((row, index) => row !== own[index]);
  if (own.length !== ours.length || at >= 0) throw new Error(`icebird reads ${own[at]} where the files have ${ours[at]}`);
}

async function answer({ table, snapshot }) {
  const tableUrl = prefix + table;
  const metadata = await icebergMetadata({ tableUrl });
  const snapshots = metadata.snapshots.map(known => known['snapshot-id']);
  if (snapshot !== null) {
    const chosen = metadata.snapshots.find(known => known['snapshot-id'] === snapshot);
    metadata['current-snapshot-id'] = snapshot;
    metadata['current-schema-id'] = chosen['schema-id'];
  }
  if (metadata['current-snapshot-id'] < 0) return { rows: [], columns: [], snapshots, current: -1 };
  const found = await read(metadata);
  if (found.isWhole) await compareOwn(tableUrl, metadata, found);
  return { rows: found.rows, columns: found.fields.map(field => field.name), snapshots, current: metadata['current-snapshot-id'] };
}

for await (const line of createInterface({ input: process.stdin })) {
  let told;
  try {
    told = await answer(JSON.parse(line));
  } catch (failure) {
    told = { error: failure.stack };
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
