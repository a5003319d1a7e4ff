import { type PlainFilter, plainFilters } from './plain-filters.ts';
import { PlainHistory } from './plain-history.ts';
import { type PlainPacket, readPlainPacket } from './plain-packet.ts';

/** How often one filter gave each answer. */
export interface PlainCounts {
  evaluated: number;
  passed: number;
  rejected: number;
  failed: number;
}

/** What the archive must hold when every packet was stored once. */
export interface PlainNight {
  readonly packets: ReadonlyMap<bigint, PlainPacket>;
  readonly histories: ReadonlyMap<string, PlainHistory>;
  /** One for each alert and each programme among the points that it was the first to bring. */
  readonly lightCurveRows: number;
  /** `filter candid`. */
  readonly passes: ReadonlySet<string>;
  readonly counts: ReadonlyMap<string, PlainCounts>;
  /** Objects that passed a filter. */
  readonly followed: ReadonlySet<string>;
}

/** One packet after the other, each once, in the order of time: what a broker should amount to. */
export function evaluateStraight(packetBytes: readonly Uint8Array[]): PlainNight {
  const decoded = packetBytes.map(readPlainPacket);
  const packets = new Map(decoded.map((packet) => [packet.candid, packet]));
  const inOrder = [...packets.values()].sort(
    (a, b) => a.jd - b.jd || (a.candid < b.candid ? -1 : 1),
  );
  const histories = new Map<string, PlainHistory>();
  const passes = new Set<string>();
  const followed = new Set<string>();
  const counts = new Map(plainFilters.map(({ name }) => [name, noCounts()]));
  let lightCurveRows = 0;
  for (const packet of inOrder) {
    const history = histories.get(packet.objectId) ?? new PlainHistory();
    histories.set(packet.objectId, history);
    lightCurveRows += history.take(packet).size;
    for (const filter of plainFilters) {
      if (!filter.programIds.includes(packet.programId)) continue;
      const answer = ask(filter, history, packet);
      const count = counts.get(filter.name);
      if (count) {
        count.evaluated += 1;
        count[answer] += 1;
      }
      if (answer !== 'passed') continue;
      passes.add(`${filter.name} ${packet.candid}`);
      followed.add(packet.objectId);
    }
  }
  return { packets, histories, lightCurveRows, passes, counts, followed };
}

function ask(
  filter: PlainFilter,
  history: PlainHistory,
  packet: PlainPacket,
): 'passed' | 'rejected' | 'failed' {
  const answer = filter.passes(history.viewOf(packet, new Set(filter.programIds)));
  if (answer === 'fails') return 'failed';
  return answer ? 'passed' : 'rejected';
}

function noCounts(): PlainCounts {
  return { evaluated: 0, passed: 0, rejected: 0, failed: 0 };
}
