// Reads large sky maps in a thread of its own, so that the server answers meanwhile.
import { parentPort, type Transferable } from 'node:worker_threads';
import { FitsError } from '@fritz/formats';
import { SkyMapError } from '@fritz/sky';
import { prepareSkyMap } from './prepare-sky-map.ts';
import { readSkyMap } from './read-sky-map.ts';
import { KnownSkyMap } from './sky-map-memory.ts';
import type { SkyMapAnswer, SkyMapFailure, SkyMapTask } from './sky-map-thread.ts';

if (parentPort === null) throw new Error('sky-map.worker.ts runs as a worker');
const port = parentPort;

port.on('message', ({ id, file, percents }: SkyMapTask) => {
  try {
    const read = readSkyMap(file);
    if (percents === null) return give(id, read.properties, new KnownSkyMap(read.map), null);
    const { known, properties, content, ...rest } = prepareSkyMap(read, percents);
    give(id, properties, known, { ...rest, content: new Uint8Array(content) });
  } catch (error) {
    port.postMessage({ id, failure: failureOf(error) } satisfies SkyMapAnswer);
  }
});

type Done = Extract<SkyMapAnswer, { parts: unknown }>;

/** Columns go over as they are, without a copy. */
function give(
  id: number,
  properties: Done['properties'],
  known: KnownSkyMap,
  prepared: Done['prepared'],
): void {
  const { parts } = known;
  const { cells, levels, distances, densities } = parts;
  const arrays = [
    ...Object.values(cells),
    ...Object.values(levels),
    ...(distances === null ? [] : Object.values(distances)),
    ...[densities, ...(prepared === null ? [] : [prepared.content])],
  ];
  const buffers = new Set(arrays.map(({ buffer }) => buffer as Transferable));
  port.postMessage({ id, properties, parts, prepared } satisfies SkyMapAnswer, [...buffers]);
}

function failureOf(error: unknown): SkyMapFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof FitsError) return { of: 'file', code: error.code, message };
  if (error instanceof SkyMapError) return { of: 'map', code: error.code, message };
  return { of: 'other', code: '', message };
}
