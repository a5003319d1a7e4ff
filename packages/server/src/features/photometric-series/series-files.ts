import { inflateSync } from 'node:zlib';
import { readHdf5Columns, TableError, writeHdf5Frame } from '@fritz/formats';
import { FritzError, refuseField } from '../../http/fritz-error.ts';
import { decodeFile } from '../notes/base64.ts';

/** The name of a series' table, in files from and to pandas. */
const tableName = 'phot_series';

/** The columns of a series that is sent as columns, or as an HDF5 file in base64. */
export function columnsOf(
  data: Readonly<Record<string, unknown[]>> | string,
): Record<string, unknown[]> {
  if (typeof data !== 'string') return { ...data };
  const file = decodeFile('data', data);
  try {
    const inflate = (packed: Uint8Array, maxOutputLength: number) =>
      inflateSync(packed, { maxOutputLength });
    return Object.fromEntries(readHdf5Columns(file, inflate, tableName));
  } catch (error) {
    if (error instanceof TableError) return refuseField('data', error.message);
    // What zlib says of a stream that is broken, or longer than its chunk.
    const isOfZlib =
      error instanceof Error && 'code' in error && /^(Z_|ERR_)/.test(String(error.code));
    if (isOfZlib) return refuseField('data', 'is packed, and cannot be unpacked');
    throw error;
  }
}

/** A series as the HDF5 file that pandas reads, in base64. */
export function fileOf(data: Readonly<Record<string, readonly unknown[]>>): string {
  try {
    return Buffer.from(writeHdf5Frame(tableName, new Map(Object.entries(data)))).toString('base64');
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const message = `HDF5 cannot hold it: ${error.message}. Ask for dataFormat=json.`;
    throw new FritzError('conflict', { message, cause: error });
  }
}
