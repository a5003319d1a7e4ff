import { type Alert, PacketError, type SurveyAdapter } from '@fritz/surveys';
import type { Packet, PacketBatch } from './ports.ts';
import type { CurveRange, QuarantinedPacket } from './store.ts';
import { Turns } from './turns.ts';

/** A batch as far as its bytes alone tell. */
export interface DecodedBatch<A extends Alert> {
  readonly batch: PacketBatch;
  /** Each candid once, in the order of candids: alerts of lower ones are the past of others. */
  readonly alerts: readonly A[];
  /** The packets that the alerts came in. */
  readonly packets: ReadonlyMap<bigint, Packet>;
  /** The ends of light curves that the alerts may repeat points of, one per object. */
  readonly ends: readonly CurveRange[];
  /** Packets of the batch whose candid stood in the batch before. */
  readonly repeated: number;
  readonly quarantined: readonly QuarantinedPacket[];
  readonly decodeMs: number;
}

/** Decodes the packets of a batch, in turns with what else goes on. */
export async function decodeBatch<A extends Alert>(
  batch: PacketBatch,
  adapter: SurveyAdapter<A>,
): Promise<DecodedBatch<A>> {
  const turns = new Turns();
  const alerts = new Map<bigint, A>();
  const packets = new Map<bigint, Packet>();
  const quarantined: QuarantinedPacket[] = [];
  let repeated = 0;
  for (const packet of batch.packets) {
    if (turns.isOver()) await turns.next();
    const alert = decodeOne(packet, adapter, quarantined);
    if (!alert) continue;
    if (alerts.has(alert.candid)) {
      repeated += 1;
      continue;
    }
    alerts.set(alert.candid, alert);
    packets.set(alert.candid, packet);
  }
  const inOrder = [...alerts.values()].sort(byCandid);
  return {
    batch,
    alerts: inOrder,
    packets,
    ends: endsOf(inOrder, adapter),
    repeated,
    quarantined,
    decodeMs: turns.ownMs(),
  };
}

/** A decoded batch without some of its alerts, whose packets are put aside. */
export function putAside<A extends Alert>(
  decoded: DecodedBatch<A>,
  candids: ReadonlySet<bigint>,
  reason: string,
): DecodedBatch<A> {
  const refused = [...decoded.packets].filter(([candid]) => candids.has(candid));
  return {
    ...decoded,
    alerts: decoded.alerts.filter((alert) => !candids.has(alert.candid)),
    quarantined: [
      ...decoded.quarantined,
      ...refused.map(([, packet]) => ({ packet, code: 'bad_value' as const, reason })),
    ],
  };
}

function decodeOne<A extends Alert>(
  packet: Packet,
  adapter: SurveyAdapter<A>,
  quarantined: QuarantinedPacket[],
): A | null {
  try {
    return adapter.decode(packet.bytes);
  } catch (error) {
    if (!(error instanceof PacketError)) throw error;
    quarantined.push({ packet, code: error.code, reason: error.message });
    return null;
  }
}

function byCandid(a: Alert, b: Alert): number {
  return a.candid < b.candid ? -1 : 1;
}

function endsOf<A extends Alert>(alerts: readonly A[], adapter: SurveyAdapter<A>): CurveRange[] {
  const sinceOf = new Map<string, bigint>();
  for (const alert of alerts) {
    const reach = adapter.reach(alert);
    const since = sinceOf.get(alert.objectId);
    if (since === undefined || reach < since) sinceOf.set(alert.objectId, reach);
  }
  return [...sinceOf].map(([objectId, since]) => ({ objectId, since, before: null }));
}
