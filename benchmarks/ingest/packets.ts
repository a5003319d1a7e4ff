/** The packets of the benchmarks of the broker: half of them of objects that came before. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type SimulatedPacket, simulateNight, writeNightFiles } from '@fritz/surveys';

/** Kinds that come back night after night: the half with a history. */
const LASTING = { bogus: 0, asteroid: 0, flare: 0, cv: 0 };

/**
 * Writes so many packets into `night`, and into `before` those of the same sky two nights before;
 * once, the sky is the same every time.
 */
export async function preparePackets(
  folder: string,
  packets: number,
  say: (text: string) => void,
): Promise<void> {
  if (existsSync(join(folder, 'done'))) return;
  say(`simulating ${packets} packets (once; kept in ${folder}) …`);
  rmSync(folder, { recursive: true, force: true });
  const half = Math.ceil(packets / 2);
  const sky = { seed: 5, alerts: Math.ceil(half / 2), kinds: LASTING };
  const known = new Set<string>();
  const before = note(simulateNight({ ...sky, night: '20260310' }), known);
  await writeNightFiles(join(folder, 'before'), before, { layout: 'files' });
  const later = simulateNight({ ...sky, night: '20260312', nights: 60 });
  const fresh = simulateNight({ seed: 6, night: '20260312', alerts: half });
  await writeNightFiles(join(folder, 'night'), mix(later, known, fresh), { layout: 'files' });
  mkdirSync(join(folder, 'done'));
}

function* note(packets: Iterable<SimulatedPacket>, objectIds: Set<string>) {
  for (const packet of packets) {
    objectIds.add(packet.objectId);
    yield packet;
  }
}

/** Alternates packets of known objects with those of an ordinary night of another sky. */
function* mix(
  later: Iterable<SimulatedPacket>,
  known: ReadonlySet<string>,
  fresh: Iterable<SimulatedPacket>,
): Generator<SimulatedPacket> {
  const others = fresh[Symbol.iterator]();
  for (const packet of later) {
    if (!known.has(packet.objectId)) continue;
    yield packet;
    const other = others.next();
    if (other.done) return;
    yield other.value;
  }
}
