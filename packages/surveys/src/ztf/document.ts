import type { AvroObject, AvroValue } from '@fritz/formats';
import { icrsToEcliptic, icrsToGalacticSigned } from '@fritz/sky';
import { radecText } from '../radec-text.ts';
import type { SeenAlert } from '../survey.ts';
import type { BundleHead } from './bundle.ts';
import type { ZtfPacket } from './packet.ts';

/** What the document is made of: a decoded alert, or one that was read from the archive. */
export interface ZtfSeenAlert extends SeenAlert {
  readonly packet: Pick<ZtfPacket, 'schemavsn' | 'publisher' | 'candidate'>;
}

/**
 * The alert as filters see it, in Kowalski's shape (packet fields, `coordinates`,
 * `classifications`, `cross_matches`); the caller adds the histories.
 */
export function alertDocument(
  alert: ZtfSeenAlert,
  withCoordinates: boolean,
): Record<string, unknown> {
  const { schemavsn, publisher, candidate } = alert.packet;
  const document: Record<string, unknown> = {
    schemavsn,
    publisher,
    objectId: alert.objectId,
    candid: alert.candid,
    candidate,
    classifications: {},
    cross_matches: {},
    // There even where nobody reads it: which fields a document has does not depend on who reads it.
    coordinates: withCoordinates ? coordinatesOf(alert.ra, alert.dec) : undefined,
  };
  return document;
}

/** Galactic and ecliptic places in degrees, sexagesimal text, and GeoJSON with longitude ra − 180. */
export function coordinatesOf(ra: number, dec: number): Record<string, unknown> {
  const { l, b } = icrsToGalacticSigned({ ra, dec });
  const { lambda, beta } = icrsToEcliptic({ ra, dec });
  return {
    radec_str: radecText(ra, dec),
    radec_geojson: { type: 'Point', coordinates: [ra - 180, dec] },
    l,
    b,
    geocentricmeanecliptic: { lambda, beta },
  };
}

const MAG_PER_RELATIVE_FLUX = 1.0857;

/**
 * A point of `fp_hists`: the fields that have a value, and what Kowalski derives from flux, its
 * error and the zero point: `snr`, `mag`, `magerr`, 3σ and 5σ limits, where they are numbers, and
 * the alert that brought the point. The record itself is added to.
 */
export function forcedEntry(record: AvroObject, from: BundleHead): AvroObject {
  const entry = record as Record<string, AvroValue>;
  const flux = entry.forcediffimflux;
  const error = entry.forcediffimfluxunc;
  const zeroPoint = entry.magzpsci;
  if (typeof flux === 'number' && typeof error === 'number') {
    setNumber(entry, 'snr', flux / error);
    if (flux > 0) setNumber(entry, 'magerr', (MAG_PER_RELATIVE_FLUX * error) / flux);
    if (typeof zeroPoint === 'number') {
      if (flux > 0) setNumber(entry, 'mag', -2.5 * Math.log10(flux) + zeroPoint);
      setNumber(entry, 'limmag3sig', -2.5 * Math.log10(3 * error) + zeroPoint);
      setNumber(entry, 'limmag5sig', -2.5 * Math.log10(5 * error) + zeroPoint);
    }
  }
  entry.alert_mag = from.alertMag;
  entry.alert_ra = from.alertRa;
  entry.alert_dec = from.alertDec;
  return entry;
}

function setNumber(entry: Record<string, AvroValue>, field: string, value: number): void {
  if (Number.isFinite(value)) entry[field] = value;
}
