import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  datetimeInput,
  int64,
  nullable,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';

/** What changes are of, in people's words. */
export const auditKinds = [
  'user',
  'role',
  'group',
  'team',
  'stream',
  'key',
  'invitation',
  'filter',
  'source',
  'photometry',
  'spectrum',
  'taxonomy',
  'classification',
  'comment',
  'annotation',
  'tag',
  'thumbnail',
  'telescope',
  'instrument',
  'allocation',
  'followup',
  'analysis',
  'observing run',
  'assignment',
  'sky map',
  'alert label',
  'installation',
] as const;

/** What is written down of a change. */
export type AuditKind = (typeof auditKinds)[number];

const search = {
  actorID: Type.Optional(rowId('Done by this user')),
  userID: Type.Optional(rowId('About this user')),
  groupID: Type.Optional(rowId('About this group')),
  kind: Type.Optional(Type.Enum([...auditKinds], { description: 'Of such things' })),
  id: Type.Optional(
    Type.String({ minLength: 1, maxLength: 128, description: 'Of this one; goes with kind' }),
  ),
  objID: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'Of this object, or of anything of it',
    }),
  ),
  since: Type.Optional(datetimeInput('Not before')),
  until: Type.Optional(datetimeInput('Before')),
};

const values = nullable(
  Type.Record(Type.String(), Type.Unknown(), {
    description: 'The columns; of an update those that changed',
  }),
);

const someone = (description: string) =>
  nullable(closed({ id: rowId('The user'), username: nullable(Type.String()) }, { description }));

export const listAudit = defineRoute({
  method: 'GET',
  path: '/api/audit',
  tags: ['audit'],
  summary: 'Changes of rights, filters, saves and photometry, newest first',
  description:
    'System admins read all; everybody what he did and what was done about him; the admins of a ' +
    'group what concerns it. Names of what the viewer does not see are null.',
  query: closed({
    ...search,
    cursor: Type.Optional(int64('nextCursor of the page before')),
    numPerPage: Type.Optional(pageSize(50)),
  }),
  response: closed({
    entries: Type.Array(
      closed({
        id: int64('The entry'),
        at: datetime('When'),
        actor: someone('Who did it; null: nobody who was logged in'),
        key_id: nullable(Type.String({ description: 'The token or session that he did it with' })),
        role: Type.String({
          description: 'fritz_app: through the server; fritz_owner: by the command line',
        }),
        action: Type.Enum(['insert', 'update', 'delete']),
        table: Type.String(),
        kind: Type.String(),
        subject_id: Type.String(),
        subject: nullable(Type.String({ description: 'Its name, where it still has one' })),
        user: someone('Whom it is about'),
        group: nullable(closed({ id: rowId('The group'), name: nullable(Type.String()) })),
        before: values,
        after: values,
      }),
    ),
    audiences: Type.Array(
      closed({
        id: Type.Integer(),
        groups: Type.Array(closed({ id: rowId('The group'), name: Type.String() })),
      }),
      { description: 'The audiences that entries name, with the groups of them that one sees' },
    ),
    nextCursor: nullable(int64('For the next page; null: this is the last')),
  }),
});

export const exportAudit = defineRoute({
  method: 'GET',
  path: '/api/audit/export',
  tags: ['audit'],
  summary: 'The same as CSV, at most 50,000 entries',
  kind: 'bytes',
  query: closed(search),
  response: Type.String(),
});
