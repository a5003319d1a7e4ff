import { nameTapJob, type ViewerTx } from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import type { VoCaller } from '../vo-auth.ts';

/** Works on one job as who asks for it; nobody's jobs are for whoever has their id. */
export function withJob<T>(
  { archive }: ServerContext,
  caller: VoCaller,
  id: string,
  work: (tx: ViewerTx) => Promise<T>,
): Promise<T> {
  return archive.asViewer(caller.key, async (tx) => {
    if (caller.key !== null) caller.admit(await tx.viewer);
    else await nameTapJob(tx, id);
    return work(tx);
  });
}
