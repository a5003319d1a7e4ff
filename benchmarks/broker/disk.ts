import { existsSync, mkdirSync, statfsSync } from 'node:fs';

/** What is made, in bytes: as it was measured. */
const BYTES = {
  packet: 88_000,
  /** Of a packet of the base: a quarter of them were stored before. */
  base: 15_000,
  catalogRow: 200,
  /** Of an alert that a run stores, with its cutouts. */
  stored: 62_000,
  archived: 5_600,
  /** An empty database and its write-ahead log. */
  server: 2_500_000_000,
};

interface Sizes {
  readonly packets: number;
  readonly catalogRows: number;
  readonly archived: number;
  readonly isKept: boolean;
  /** Whether packets, and the database that each run begins with, are there already. */
  readonly hasPackets: boolean;
  readonly hasBase: boolean;
}

/** How many bytes more a run takes at its widest, with what it makes for later runs. */
export function bytesNeeded(sizes: Sizes): number {
  const { packets, catalogRows, archived, isKept, hasPackets, hasBase } = sizes;
  const base = packets * BYTES.base + catalogRows * BYTES.catalogRow;
  const measured = BYTES.server + base + packets * BYTES.stored;
  const filled = BYTES.server + base + archived * BYTES.archived;
  return (
    (hasPackets ? 0 : packets * BYTES.packet) +
    (hasBase ? 0 : BYTES.server + base) +
    // Kept, the filled archive is copied to be measured.
    Math.max(measured, isKept ? 2 * filled : filled)
  );
}

/** How many there are where the folder is or would be. */
export function bytesFree(folder: string): number {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(0)} GB`;
}
