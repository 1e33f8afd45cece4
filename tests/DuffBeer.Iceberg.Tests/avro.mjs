// avro.mjs FILE: writes the records of an Avro file as JSON, one per line, as avsc reads them. Bytes are arrays of numbers.
import avro from 'avsc';

// Long values stay exact as texts.
const long = avro.types.LongType.__with({
  fromBuffer: buffer => buffer.readBigInt64LE().toString(),
  toBuffer: value => { const buffer = Buffer.alloc(8); buffer.writeBigInt64LE(BigInt(value)); return buffer; },
  fromJSON: String, toJSON: String, isValid: () => true, compare: () => 0,
});

const decoder = avro.createFileDecoder(process.argv[2], {
  parseHook: schema => avro.Type.forSchema(schema, { typeHook: type => type === 'long' ? long : undefined }),
});
decoder.on('data', record => process.stdout.write(`${JSON.stringify(record)}\n`));
decoder.on('error', failure => { process.stderr.write(failure.stack); process.exitCode = 1; });
