/**
 * How long one filter takes on one alert, on one thread.
 *
 *   node benchmarks/filters.ts [--json]
 *
 * The filters and the packets are read from $FRITZ_SHARED/data (default ../shared/data beside the
 * repository). Each alert has 35 to 60 history points (its packet's own, repeated further back in
 * time) and one neighbouring galaxy, so that every filter gets beyond its first stage where its
 * cuts allow. "all stages" runs the same filter without its cuts ($match), the worst case.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ContainerReader, compileDecoder } from '@fritz/formats';
import { compileFilter, type MqlDocument, type Pipeline, parsePipeline } from '@fritz/mql';

const ROUND_MS = 100;
const ROUNDS = 20;
const POINTS_MIN = 35;
const POINTS_MAX = 60;

interface Row {
  readonly filter: string;
  readonly passed: string;
  readonly usPerAlert: number;
  readonly alertsPerS: number;
  readonly allStagesUsPerAlert: number;
}

interface Point extends Record<string, unknown> {
  readonly jd: number;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPoint(value: unknown): value is Point {
  return isRecord(value) && typeof value.jd === 'number';
}

/** History points without nulls, as filters see them. */
function withoutNulls(point: Point): Point {
  const entries = Object.entries(point).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(entries), jd: point.jd };
}

function extendHistory(points: readonly Point[], wanted: number): Point[] {
  const history: Point[] = [];
  for (let copy = 0; history.length < wanted && points.length > 0; copy += 1) {
    for (const point of points) history.push({ ...withoutNulls(point), jd: point.jd - copy * 30 });
  }
  return history.slice(0, wanted);
}

function toDocument(value: unknown, index: number): MqlDocument | null {
  if (!isRecord(value) || !isPoint(value.candidate)) return null;
  const past = Array.isArray(value.prv_candidates) ? value.prv_candidates.filter(isPoint) : [];
  const wanted = POINTS_MIN + (index % (POINTS_MAX - POINTS_MIN + 1));
  const { schemavsn, publisher, objectId, candid, candidate } = value;
  return {
    schemavsn,
    publisher,
    objectId,
    candid,
    candidate,
    classifications: { braai: 0.99, acai_h: 0.9, acai_v: 0.1, acai_o: 0.1, acai_n: 0.1, acai_b: 0 },
    coordinates: { radec_str: ['00:00:00.0000', '00:00:00.000'], l: 120.5, b: -21.3 },
    cross_matches: {
      CLU_20190625: [{ name: 'MESSIER 031', z: -0.001, coordinates: { distance_arcsec: 12.5 } }],
    },
    prv_candidates: extendHistory(past, wanted),
    fp_hists: [],
  };
}

function readDocuments(root: string): MqlDocument[] {
  const folder = join(root, 'data', 'ztf');
  const reader = new ContainerReader();
  return globSync('**/*.avro', { cwd: folder })
    .sort()
    .map((file, index) => {
      const { header, record } = reader.readSingleRecord(readFileSync(join(folder, file)));
      return toDocument(compileDecoder(header.schema).decode(record).value, index);
    })
    .filter((document) => document !== null);
}

/** The best of a few rounds, in documents per second. */
function measure(documents: readonly MqlDocument[], run: (document: MqlDocument) => unknown) {
  let best = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < ROUND_MS) {
      for (const document of documents) run(document);
      done += documents.length;
    }
    const rate = (done * 1000) / (performance.now() - start);
    if (round > 0 && rate > best) best = rate;
  }
  return best;
}

function toUs(rate: number): number {
  return Math.round(1e8 / rate) / 100;
}

function benchmark(file: string, documents: readonly MqlDocument[]): Row {
  const pipeline = parsePipeline(readFileSync(file, 'utf8'));
  const filter = compileFilter(pipeline);
  const uncut: Pipeline = {
    ...pipeline,
    stages: pipeline.stages.filter((stage) => stage.kind !== 'match'),
  };
  const allStages = compileFilter(uncut);
  const passed = documents.filter((document) => filter.run(document) !== null).length;
  const rate = measure(documents, (document) => filter.run(document));
  const allRate = measure(documents, (document) => allStages.run(document));
  return {
    filter: basename(file, '.json'),
    passed: `${passed}/${documents.length}`,
    usPerAlert: toUs(rate),
    alertsPerS: Math.round(rate),
    allStagesUsPerAlert: toUs(allRate),
  };
}

const root = process.env.FRITZ_SHARED ?? resolve(import.meta.dirname, '../../shared');
const folder = join(root, 'data', 'filters');
const documents = existsSync(folder) ? readDocuments(root) : [];
if (documents.length === 0) {
  console.log(`no packets or filters under ${root}; set FRITZ_SHARED`);
} else {
  const files = globSync('*.json', { cwd: folder }).sort();
  const rows = files.map((file) => benchmark(join(folder, file), documents));
  const machine = `${cpus()[0]?.model ?? 'unknown'}, node ${process.version}`;
  if (process.argv.includes('--json')) console.log(JSON.stringify({ machine, rows }));
  else {
    console.log(machine);
    console.table(rows);
  }
}
