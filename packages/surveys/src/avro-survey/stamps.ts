import { isGzip } from '@fritz/formats';
import { type Cutouts, PacketError } from '../survey.ts';
import { checkStamp } from '../ztf/stamp-check.ts';
import type { AvroSurvey } from './avro-survey.ts';

const KINDS = ['science', 'template', 'difference'] as const;
/** How every FITS file begins. */
const FIRST_CARD = 'SIMPLE  =';

interface Stamps {
  readonly cutouts: Cutouts;
  readonly cutoutNames: Readonly<Record<keyof Cutouts, string | null>>;
}

/** The stamps of a packet, which are bytes without a name. @throws PacketError `bad_cutout` */
export function readStamps(survey: AvroSurvey, packet: Readonly<Record<string, unknown>>): Stamps {
  const cutouts: Record<keyof Cutouts, Uint8Array | null> = {
    science: null,
    template: null,
    difference: null,
  };
  for (const kind of KINDS) {
    const field = survey.stamps[kind];
    const stamp = packet[field];
    if (stamp === null || stamp === undefined) continue;
    if (!(stamp instanceof Uint8Array)) throw new PacketError('bad_cutout', `${field} is no bytes`);
    if (stamp.length === 0) continue;
    if (survey.stampForm === 'gzip' || isGzip(stamp)) checkStamp(stamp, field);
    else checkFits(stamp, field);
    cutouts[kind] = stamp;
  }
  return { cutouts, cutoutNames: { science: null, template: null, difference: null } };
}

function checkFits(stamp: Uint8Array, field: string): void {
  const begin = Buffer.from(stamp.buffer, stamp.byteOffset, Math.min(stamp.length, 9));
  if (begin.toString('latin1') === FIRST_CARD) return;
  throw new PacketError('bad_cutout', `${field} is no FITS file (${stamp.length} bytes)`);
}
