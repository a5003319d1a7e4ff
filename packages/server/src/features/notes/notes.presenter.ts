import type { NoteRow, NoteVersionRow, Viewer } from '@fritz/archive';
import { naiveUtc } from '@fritz/contract';
import { mayChange } from './audience.service.ts';

/** What every note answers with; `acl` is the permission that its changes need. */
export function presentNote(row: NoteRow, viewer: Viewer, acl: string) {
  const permitted = viewer.acls.has(acl) || viewer.acls.has('System admin');
  return {
    id: row.id,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    resourceType: row.subject_type,
    resource_id: row.subject_id,
    obj_id: row.obj_id,
    bot: row.bot,
    author_id: row.author.id,
    author: row.author,
    groups: row.groups,
    can_change: permitted && mayChange(viewer, row.author.id),
  };
}

/** What every earlier version of a note answers with. */
export function presentVersion(row: NoteVersionRow) {
  return {
    version: row.version,
    said_at: naiveUtc(row.said_at),
    replaced_at: naiveUtc(row.replaced_at),
    replaced_by: row.replaced_by,
  };
}
