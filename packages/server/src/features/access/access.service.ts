import { accessSubjects, isPublic, listAccessWays, type ViewerTx } from '@fritz/archive';
import type { AccessKind, routes, Static } from '@fritz/contract';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentAccess } from './access.presenter.ts';

/** Who sees a row that the viewer sees, and by which rules. */
export async function loadAccess(
  tx: ViewerTx,
  kind: AccessKind,
  id: string,
): Promise<Static<typeof routes.getAccess.response>> {
  const subject = await accessSubjects[kind](tx, id);
  if (subject === null) throw new NotFoundError(kind);
  const ways = await listAccessWays(tx, subject);
  return presentAccess(kind, id, ways, await isPublic(tx, subject));
}
