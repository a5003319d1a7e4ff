import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportedPhotometry, exportedSources, type ViewerTx, zstdPacking } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { type Cell, ParquetWriter, writeCsv } from '@fritz/formats';
import { InvalidRequestError } from '../../http/fritz-error.ts';
import { demandGroup } from '../groups/groups.service.ts';
import { type ExportTable, photometryTable, sourceTable, tnsTable } from './export-tables.ts';

type Query = Static<typeof routes.exportGroup.query>;

/** A file that nobody else sees and that is gone when it was read. */
export interface GroupFile {
  readonly name: string;
  readonly contentType: string;
  readonly handle: FileHandle;
}

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', parquet: 'application/vnd.apache.parquet' };
const GROUP_ROWS = 50_000;

/** What the viewer sees of a group's sources, or their photometry, as one table. @throws NotFoundError */
export async function exportGroup(
  tx: ViewerTx,
  groupId: number,
  { content = 'photometry', file_format: format = 'csv' }: Query,
): Promise<GroupFile> {
  const group = await demandGroup(tx, groupId);
  if (format === 'tns' && content !== 'sources') {
    const message = 'tns is a table of sources: ask for content=sources';
    throw new InvalidRequestError([{ in: 'query', field: 'file_format', message }]);
  }
  const extension = format === 'parquet' ? 'parquet' : 'csv';
  const name = group.name.replaceAll(/[^\w.+-]/g, '_').slice(0, 60);
  const file = {
    name: `${name}_${format === 'tns' ? 'tns' : content}.${extension}`,
    contentType: CONTENT_TYPES[extension],
  };
  const handle = await openNameless();
  try {
    const write = extension === 'parquet' ? writeParquetTo : writeCsvTo;
    if (content === 'photometry') {
      await write(handle, photometryTable, exportedPhotometry(tx, groupId));
    } else {
      const table = format === 'tns' ? tnsTable : sourceTable;
      await write(handle, table, exportedSources(tx, groupId));
    }
    return { ...file, handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Whatever happens, nothing of it stays on the disk. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `fritz-export-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await rm(path);
  return handle;
}

async function writeCsvTo<Row>(
  handle: FileHandle,
  { columns, cells }: ExportTable<Row>,
  batches: AsyncIterable<readonly Row[]>,
): Promise<void> {
  const head = writeCsv({ columns, rows: [] });
  await handle.writeFile(head);
  for await (const batch of batches) {
    const text = writeCsv({ columns, rows: batch.map(cells) });
    await handle.writeFile(text.slice(head.length));
  }
}

async function writeParquetTo<Row>(
  handle: FileHandle,
  { columns, cells }: ExportTable<Row>,
  batches: AsyncIterable<readonly Row[]>,
): Promise<void> {
  const writer = new ParquetWriter(columns, { packing: zstdPacking });
  let pending: (readonly Cell[])[] = [];
  const flush = async () => {
    const values = columns.map((_, i) => pending.map((row) => row[i]));
    const pieces = writer.rowGroup(values, pending.length);
    pending = [];
    await handle.writeFile(Buffer.concat(pieces));
  };
  for await (const batch of batches) {
    for (const row of batch) pending.push(cells(row));
    if (pending.length >= GROUP_ROWS) await flush();
  }
  if (pending.length > 0) await flush();
  await handle.writeFile(Buffer.concat(writer.end()));
}
