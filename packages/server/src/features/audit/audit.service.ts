import { type AuditSearch, listAudienceGroups, listAudit, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { readUtc } from '../../http/fields.ts';
import { InvalidRequestError } from '../../http/fritz-error.ts';
import { audiencesOf, presentAudiences, presentAudit } from './audit.presenter.ts';

type Conditions = Omit<AuditSearch, 'before' | 'limit'>;

/** The conditions of a request. @throws InvalidRequestError for an id without its kind */
export function readSearch(query: Static<typeof routes.exportAudit.query>): Conditions {
  if (query.id !== undefined && query.kind === undefined) {
    throw new InvalidRequestError([
      { in: 'query', field: 'kind', message: 'is missing: of what?' },
    ]);
  }
  return {
    actorId: query.actorID ?? null,
    userId: query.userID ?? null,
    groupId: query.groupID ?? null,
    kind: query.kind ?? null,
    subjectId: query.id ?? null,
    objId: query.objID ?? null,
    since: query.since === undefined ? null : readUtc('query', 'since', query.since),
    until: query.until === undefined ? null : readUtc('query', 'until', query.until),
  };
}

/** A page of changes, newest first. */
export async function loadAudit(
  tx: ViewerTx,
  conditions: Conditions,
  page: { cursor: bigint | undefined; numPerPage: number },
): Promise<Static<typeof routes.listAudit.response>> {
  const { cursor, numPerPage } = page;
  const before = cursor === undefined ? null : BigInt(cursor);
  const found = await listAudit(tx, { ...conditions, before, limit: numPerPage + 1 });
  const rows = found.slice(0, numPerPage);
  const audiences = audiencesOf(rows);
  return {
    entries: rows.map(presentAudit),
    audiences: presentAudiences(
      audiences,
      audiences.length === 0 ? [] : await listAudienceGroups(tx, audiences),
    ),
    nextCursor: found.length > numPerPage ? (rows.at(-1)?.id ?? null) : null,
  };
}
