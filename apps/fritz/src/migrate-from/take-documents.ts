import { isRecord } from '../load/seed-files.ts';
import type { Migration, Taken } from './migration.ts';
import { SkyportalRefusal } from './skyportal-client.ts';
import { type Item, itemsOf, markOf } from './things.ts';

/** What fields of documents name, by the kind that the journal knows it by. */
const named: Readonly<Record<string, string>> = {
  requester_id: 'users',
  last_modified_by_id: 'users',
  owner_id: 'users',
  run_owner_id: 'users',
  group_id: 'groups',
  instrument_id: 'instruments',
  allocation_id: 'allocations',
  spectrum_id: 'spectra',
};

/** Lists of things that Fritz has no noun for yet, in SkyPortal's words. */
const lists = [
  { kind: 'follow-up requests', document: 'followup_request', within: 'followup_requests' },
  { kind: 'default follow-up requests', document: 'default_followup_request', within: null },
  { kind: 'observing runs', document: 'observing_run', within: null },
  { kind: 'assignments', document: 'assignment', within: null },
] as const;

/** Requests, runs and assignments: kept as they came, with the ids here of what they refer to. */
export async function takeDocuments(migration: Migration): Promise<void> {
  for (const { kind, document, within } of lists) {
    try {
      if (within === null) {
        for (const item of await migration.skyportal.list(document)) {
          await takeDocument(migration, { kind, document, id: item.id, item });
        }
        continue;
      }
      for await (const { item } of migration.skyportal.pages(document, within)) {
        await takeDocument(migration, { kind, document, id: item.id, item });
      }
    } catch (error) {
      // A marshal without such things has none of them.
      if (!(error instanceof SkyportalRefusal)) throw error;
      if (error.status !== 404) migration.fail(kind, document, error);
    }
  }
}

export interface TakenDocument {
  readonly kind: string;
  readonly document: string;
  readonly id: unknown;
  readonly item: Item;
}

/** Keeps a document; one that has changed there since takes the place of the earlier one. */
export async function takeDocument(migration: Migration, what: TakenDocument): Promise<void> {
  const mark = markOf(what.item);
  const keep = async (): Promise<Taken> => {
    await migration.options.keepDocument({
      origin: migration.journal.origin,
      kind: what.document,
      originId: String(what.id),
      document: what.item,
      here: idsHere(migration, what.item),
    });
    return { to: null, mark };
  };
  await migration.take(what.kind, what.id, {
    make: keep,
    again: async (known) =>
      known.mark === mark
        ? { to: null, mark, outcome: 'before' }
        : { ...(await keep()), outcome: 'updated' },
  });
}

/** By field: the id here of what it names there; one that is not here is left out. */
function idsHere(migration: Migration, item: Item): Record<string, unknown> {
  const fields = Object.entries(named).flatMap(([field, kind]) => {
    const id = migration.journal.number(kind, item[field]);
    return id === null ? [] : [[field, id] as const];
  });
  const groups = itemsOf(item.target_groups).flatMap(({ id }) => {
    return migration.journal.number('groups', id) ?? [];
  });
  const people = isRecord(item.requester)
    ? migration.journal.number('users', item.requester.id)
    : null;
  return {
    ...Object.fromEntries(fields),
    ...(groups.length > 0 ? { target_groups: groups } : {}),
    ...(people !== null ? { requester_id: people } : {}),
  };
}
