import { inflateSync } from 'node:zlib';
import type { AnalysisProduct } from '@fritz/archive';
import { parseExact } from '@fritz/contract';
import { hdf5Values, openHdf5, TableError } from '@fritz/formats';
import { FritzError } from '../../http/fritz-error.ts';

/** The samples of each parameter, all of one length. */
export type PosteriorSamples = ReadonlyMap<string, readonly number[]>;

/** Of a parameter with many elements so many are told. */
const maxElements = 8;

/**
 * The samples that came of an analysis: a group `posterior` of a netCDF-4 file, as ArviZ writes it, with
 * chains and draws as the first axes; or JSON, a list of numbers for each parameter.
 *
 * @throws FritzError conflict where they cannot be read
 */
export function readSamples({ format, content }: AnalysisProduct): PosteriorSamples {
  const unreadable = (why: string, cause?: unknown): never => {
    const message = `The samples (${format}) cannot be drawn: ${why}.`;
    throw new FritzError('conflict', { message, cause });
  };
  try {
    const samples = format === 'json' ? samplesOfJson(content) : samplesOfNetcdf(content);
    const [first] = samples.values();
    if (first === undefined || first.length < 2) return unreadable('there are none');
    const isEven = [...samples.values()].every((values) => values.length === first.length);
    return isEven ? samples : unreadable('parameters have different numbers of them');
  } catch (error) {
    if (error instanceof FritzError) throw error;
    // What was uploaded may be anything: no reader's error is a failure of the server.
    const isOfReaders =
      error instanceof TableError || error instanceof RangeError || error instanceof SyntaxError;
    const isOfZlib = error instanceof Error && 'code' in error;
    if (isOfReaders || isOfZlib) return unreadable(error.message, error);
    throw error;
  }
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function samplesOfJson(content: Uint8Array): Map<string, number[]> {
  const told = parseExact(Buffer.from(content).toString('utf8'));
  const samples = new Map<string, number[]>();
  for (const [name, values] of Object.entries(Object(told))) {
    if (!Array.isArray(values)) continue;
    const numbers = values.flat(2).map(Number).filter(isNumber);
    if (numbers.length > 0) samples.set(name, numbers);
  }
  return samples;
}

function samplesOfNetcdf(content: Uint8Array): Map<string, number[]> {
  const inflate = (packed: Uint8Array, maxOutputLength: number) =>
    inflateSync(packed, { maxOutputLength });
  const file = openHdf5(content, inflate);
  const samples = new Map<string, number[]>();
  for (const name of file.names('posterior')) {
    const one = file.dataset(`posterior/${name}`);
    // Axes have one dimension, parameters those of chains and draws first.
    if (one === null || one.shape.length < 2) continue;
    if (one.type.kind !== 'float' && one.type.kind !== 'integer') continue;
    const draws = (one.shape[0] ?? 0) * (one.shape[1] ?? 0);
    const values = hdf5Values(file, one).map(Number);
    const elements = draws === 0 ? 0 : Math.floor(values.length / draws);
    for (let element = 0; element < Math.min(elements, maxElements); element++) {
      const own = values.filter((_, at) => at % elements === element);
      if (own.every(isNumber)) samples.set(elements === 1 ? name : `${name}[${element}]`, own);
    }
  }
  return samples;
}
