import { type FactoryClient, insertRow, nextNumber, programAudience } from './client.ts';

/** Alerts without a name get ids of the night of 2026-11-20. */
const firstCandid = 3_611_000_000_000_000_000n;

/** A candid that no other factory call of this process has. */
export function nextCandid(): bigint {
  return firstCandid + BigInt(nextNumber()) * 10_000n + 15_011n;
}

/** What survives of a packet in the alerts table; only what must be there. */
function alertRow(candid: bigint): Record<string, unknown> {
  const jd = 2_457_754.5 + Number(candid / 1_000_000_000_000n) / 1000;
  return {
    hpx: 0n,
    mjd: jd - 2_400_000.5,
    jd,
    schemavsn: '4.02',
    publisher: 'ZTF (www.ztf.caltech.edu)',
    fid: 1,
    pid: candid / 10_000n,
    diffmaglim: 20.5,
    isdiffpos: 't',
    ra: 10,
    dec: 20,
    magpsf: 18.5,
    sigmapsf: 0.05,
    ranr: 10,
    decnr: 20,
    ndethist: 1,
    ncovhist: 1,
    nmtchps: 0,
    rfid: 1n,
    jdstartref: 2_458_000.5,
    jdendref: 2_458_100.5,
    nframesref: 15,
    rbversion: 't17_f5_c3',
    nmatches: 100,
    rb: 0.8,
    drb: 0.9,
    drbversion: 'd6_m7',
  };
}

/** Makes an alert of a programme (1, public); other columns of `ztf_alerts` as given. */
export async function createAlert(
  client: FactoryClient,
  options: {
    objectId: string;
    candid?: bigint;
    programId?: number;
    columns?: Record<string, unknown>;
  },
): Promise<{ objectId: string; candid: bigint }> {
  const candid = options.candid ?? nextCandid();
  const programid = options.programId ?? 1;
  await ensurePartitions(client, candid);
  await insertRow(
    client,
    'ztf_alerts',
    {
      ...alertRow(candid),
      object_id: options.objectId,
      candid,
      programid,
      audience_id: await programAudience(client, programid),
      ...options.columns,
    },
    'candid',
  );
  return { objectId: options.objectId, candid };
}

/** Any size will do that fits a page with the rest of its row. */
const CUTOUT_PART_BYTES = 7000;

/** Stores stamps of an alert of a programme (1, public). */
export async function createCutouts(
  client: FactoryClient,
  options: {
    candid: bigint;
    programId?: number;
    science?: Uint8Array | null;
    template?: Uint8Array | null;
    difference?: Uint8Array | null;
  },
): Promise<void> {
  const { candid, science = null, template = null, difference = null } = options;
  const stamps = Buffer.concat([science, template, difference].filter((stamp) => stamp !== null));
  const audience = await programAudience(client, options.programId ?? 1);
  await ensurePartitions(client, candid);
  for (let at = 0, part = 0; part === 0 || at < stamps.length; at += CUTOUT_PART_BYTES, part++) {
    const bytes = stamps.subarray(at, at + CUTOUT_PART_BYTES);
    const first = {
      science_bytes: science?.length ?? null,
      science_name: 'candid_sci.fits.gz',
      template_bytes: template?.length ?? null,
      template_name: 'candid_ref.fits.gz',
      difference_bytes: difference?.length ?? null,
      difference_name: 'candid_diff.fits.gz',
    };
    const row = { candid, part, audience_id: audience, bytes, ...(part === 0 ? first : {}) };
    await insertRow(client, 'ztf_cutout_parts', row, 'candid');
  }
}

/** Stores a row of light-curve points. */
export async function createLightCurveRow(
  client: FactoryClient,
  options: { objectId: string; candid: bigint; programId?: number; points: Uint8Array },
): Promise<void> {
  const programid = options.programId ?? 1;
  await ensurePartitions(client, options.candid);
  await insertRow(
    client,
    'ztf_light_curves',
    {
      object_id: options.objectId,
      programid,
      candid: options.candid,
      audience_id: await programAudience(client, programid),
      points: Buffer.from(options.points),
    },
    'candid',
  );
}

async function ensurePartitions(client: FactoryClient, candid: bigint): Promise<void> {
  await client.query('SELECT fritz.ztf_ensure_partitions($1)', [[candid]]);
}
