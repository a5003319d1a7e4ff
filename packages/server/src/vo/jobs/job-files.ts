import { readTapJobPart } from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import type { VoCaller } from '../vo-auth.ts';
import { withJob } from './job-store.ts';

/** The pieces of a job's file, one after another. */
export async function* readJobParts(
  context: ServerContext,
  caller: VoCaller,
  id: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const bytes = await withJob(context, caller, id, (tx) =>
      readTapJobPart(tx, { id, name, part }),
    );
    if (bytes === null) return;
    yield bytes;
  }
}

export async function readJobFile(
  context: ServerContext,
  caller: VoCaller,
  id: string,
  name: string,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readJobParts(context, caller, id, name)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}
