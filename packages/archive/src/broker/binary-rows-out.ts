import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

const HEADER_BYTES = 19;

/**
 * The rows of a query as raw column bytes, by binary COPY: the driver reads results as text, which
 * doubles the size of bytea. The query takes no parameters; quote what goes into it.
 */
export async function readBinaryRows(
  client: ClientBase,
  query: string,
): Promise<(Buffer | null)[][]> {
  const stream = client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`));
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return parseRows(Buffer.concat(chunks));
}

function parseRows(bytes: Buffer): (Buffer | null)[][] {
  const rows: (Buffer | null)[][] = [];
  let at = HEADER_BYTES;
  for (;;) {
    const columns = bytes.readInt16BE(at);
    at += 2;
    if (columns < 0) return rows;
    const row: (Buffer | null)[] = [];
    for (let i = 0; i < columns; i++) {
      const length = bytes.readInt32BE(at);
      at += 4;
      row.push(length < 0 ? null : bytes.subarray(at, at + length));
      if (length > 0) at += length;
    }
    rows.push(row);
  }
}
