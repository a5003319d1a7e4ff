import type { Fields, PlainPacket } from './plain-packet.ts';

type Kind = 'detection' | 'limit' | 'forced';

/** A point of an object's history, in the version that counts. */
export interface PlainPoint {
  readonly kind: Kind;
  readonly fields: Fields;
  readonly programId: number;
  readonly jd: number;
  /** The alert that brought this version. */
  readonly alertCandid: bigint;
  readonly alertMag: number;
}

/** What filters with certain rights see of an alert. */
export interface PlainView {
  readonly candidate: Fields;
  readonly detections: readonly Fields[];
  readonly limits: readonly Fields[];
  /** Forced points that were processed well. */
  readonly forced: readonly PlainPoint[];
}

/**
 * An object's history by the documented rules and the simplest means: detections are told apart by
 * candid, limits and forced points by date, band and processing id; the first version of a point
 * counts, of a forced point that of the brightest alert. Alerts must come in the order of time.
 */
export class PlainHistory {
  readonly #points = new Map<string, PlainPoint>();

  /** Takes an alert in; gives the programmes of the points that it was the first to bring. */
  take(packet: PlainPacket): ReadonlySet<number> {
    const brought = new Set<number>();
    const offer = (kind: Kind, key: string, fields: Fields) => {
      const known = this.#points.get(key);
      if (known && !(kind === 'forced' && packet.magpsf < known.alertMag)) return;
      const programId = fields.programid as number;
      const from = { alertCandid: packet.candid, alertMag: packet.magpsf };
      this.#points.set(key, { kind, fields, programId, jd: fields.jd as number, ...from });
      brought.add(programId);
    };
    offer('detection', `detection ${packet.candid}`, packet.candidate);
    for (const point of packet.past) {
      if (point.candid === null) offer('limit', `limit ${placeOf(point)}`, point);
      else offer('detection', `detection ${point.candid}`, point);
    }
    for (const point of packet.forced) offer('forced', `forced ${placeOf(point)}`, point);
    return brought;
  }

  /** What is known just after the alert was taken in, without itself. */
  viewOf(packet: PlainPacket, programIds: ReadonlySet<number>): PlainView {
    const seen = [...this.#points.values()].filter(
      ({ jd, programId, fields }) =>
        programIds.has(programId) &&
        jd <= packet.jd &&
        packet.jd - jd < 365 &&
        fields.candid !== packet.candid,
    );
    const of = (kind: Kind) => seen.filter((point) => point.kind === kind);
    return {
      candidate: packet.candidate,
      detections: of('detection').map(({ fields }) => fields),
      limits: of('limit').map(({ fields }) => fields),
      forced: of('forced').filter(({ fields }) => fields.procstatus === '0'),
    };
  }

  points(): readonly PlainPoint[] {
    return [...this.#points.values()];
  }
}

function placeOf({ jd, fid, pid }: Fields): string {
  return `${jd} ${fid} ${pid}`;
}
