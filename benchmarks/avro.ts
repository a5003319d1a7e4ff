/**
 * How many alert records one thread decodes per second, beside avsc in the same run.
 *
 *   node benchmarks/avro.ts [--json]
 *
 * Real packets are read from $FRITZ_SHARED/data (default ../shared/data beside the repository).
 * Only the decoding of records is timed, not reading files; "packet" adds the container's header.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type AvroSchema,
  ContainerReader,
  compileDecoder,
  compileEncoder,
  parseSchema,
} from '@fritz/formats';
import avsc from 'avsc';

const ROUND_MS = 400;
const ROUNDS = 5;

interface Sample {
  readonly schemaJson: string;
  readonly schema: AvroSchema;
  readonly packet: Uint8Array;
  readonly record: Uint8Array;
}

interface Row {
  readonly survey: string;
  readonly what: string;
  readonly recordsPerS: number | null;
}

function readSamples(survey: string): Sample[] {
  const root = process.env.FRITZ_SHARED ?? resolve(import.meta.dirname, '../../shared');
  const folder = join(root, 'data', survey);
  if (!existsSync(folder)) return [];
  const reader = new ContainerReader();
  return globSync('**/*.avro', { cwd: folder })
    .sort()
    .map((file) => {
      const packet = new Uint8Array(readFileSync(join(folder, file)));
      const { header, record } = reader.readSingleRecord(packet);
      return { schemaJson: header.schemaJson, schema: header.schema, packet, record };
    });
}

/** Runs over all samples again and again; the best of a few rounds, in samples per second. */
function measure(samples: readonly Sample[], decode: (sample: Sample) => unknown): number {
  let best = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < ROUND_MS) {
      for (const sample of samples) decode(sample);
      done += samples.length;
    }
    const rate = (done * 1000) / (performance.now() - start);
    if (round > 0 && rate > best) best = rate;
  }
  return Math.round(best);
}

function cached<T>(make: (sample: Sample) => T): (sample: Sample) => T {
  const made = new Map<string, T>();
  return (sample) => {
    let value = made.get(sample.schemaJson);
    if (value === undefined) {
      value = make(sample);
      made.set(sample.schemaJson, value);
    }
    return value;
  };
}

function avscType(schemaJson: string): avsc.Type {
  const bare: unknown = JSON.parse(schemaJson, (key, value) =>
    key === 'default' ? undefined : value,
  );
  const long = avsc.types.LongType.__with({
    fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
    toBuffer: (value: bigint) => {
      const buffer = Buffer.alloc(8);
      buffer.writeBigInt64LE(value);
      return buffer;
    },
    fromJSON: BigInt,
    toJSON: Number,
    isValid: (value: unknown) => typeof value === 'bigint',
    compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
  });
  return avsc.Type.forSchema(bare as avsc.Schema, { registry: { long }, wrapUnions: false });
}

function benchmark(survey: string): Row[] {
  const samples = readSamples(survey);
  if (samples.length === 0) return [];
  const rows: Row[] = [];
  const add = (what: string, decode: (sample: Sample) => unknown): void => {
    rows.push({
      survey: `${survey} (${samples.length})`,
      what,
      recordsPerS: measure(samples, decode),
    });
  };
  const whole = cached((s) => compileDecoder(s.schema));
  const partial = cached((s) =>
    compileDecoder(s.schema, {
      fields: { candid: true, objectId: true, candidate: true },
      spans: ['prv_candidates', 'fp_hists'],
    }),
  );
  const encoder = cached((s) => compileEncoder(s.schema));
  const values = new Map(samples.map((s) => [s, whole(s).decode(s.record).value]));
  const reader = new ContainerReader();
  const byHeader = new WeakMap<object, ReturnType<typeof compileDecoder>>();
  add('decode record', (s) => whole(s).decode(s.record));
  add('decode packet', (s) => {
    const { header, record } = reader.readSingleRecord(s.packet);
    let decoder = byHeader.get(header);
    if (decoder === undefined) {
      decoder = compileDecoder(header.schema);
      byHeader.set(header, decoder);
    }
    return decoder.decode(record);
  });
  add('decode candidate + history spans', (s) => partial(s).decode(s.record));
  add('encode record', (s) => encoder(s).encode(values.get(s)));
  try {
    const type = cached((s) => avscType(s.schemaJson));
    add('avsc decode record', (s) =>
      type(s).fromBuffer(Buffer.from(s.record.buffer, s.record.byteOffset, s.record.length)),
    );
  } catch (error) {
    rows.push({ survey, what: `avsc refuses: ${String(error).slice(0, 60)}`, recordsPerS: null });
  }
  return rows;
}

const schemaJson = readSamples('ztf')[0]?.schemaJson ?? '"null"';
const parseStart = performance.now();
compileDecoder(parseSchema(schemaJson));
const firstCompileMs = performance.now() - parseStart;
const rows = ['ztf', 'winter', 'pgir', 'lsst'].flatMap(benchmark);
if (process.argv.includes('--json')) {
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', node: process.version };
  process.stdout.write(`${JSON.stringify({ benchmark: 'avro', machine, firstCompileMs, rows })}\n`);
} else {
  console.table(rows);
}
