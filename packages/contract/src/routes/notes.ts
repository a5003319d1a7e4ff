import { closed, datetime, nullable, objectId, rowId, Type } from '../schema.ts';

/** What comments and annotations can be attached to; what is not here yet has none. */
export const noteSubject = Type.Enum(
  ['sources', 'spectra', 'photometry', 'gcn_event', 'shift', 'earthquake'],
  { description: 'What it is attached to' },
);

export const subjectParams = {
  resource_type: noteSubject,
  resource_id: { ...objectId, description: "An object's name, or the number of another thing" },
};

/** A group that something is shared with. */
export const audienceGroup = closed({
  id: rowId('The group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
});

/** Who wrote something. */
const author = closed({
  id: rowId('The user'),
  username: Type.String(),
  first_name: nullable(Type.String()),
  last_name: nullable(Type.String()),
});

/** What every note has. */
export const noteFields = {
  created_at: datetime('When it was written'),
  modified: datetime('When it was changed'),
  resourceType: Type.String({ description: 'What it is attached to' }),
  resource_id: Type.String(),
  obj_id: nullable(Type.String({ description: 'The object that this is, or is of' })),
  bot: Type.Boolean({ description: 'Whether a token wrote it' }),
  author_id: nullable(rowId('Who wrote it')),
  author: nullable(author),
  groups: Type.Array(audienceGroup, {
    description: 'Those of its groups that the viewer knows of',
  }),
  can_change: Type.Boolean({ description: 'Whether the viewer may change and delete it' }),
};

/** What every earlier version of a note has. */
export const versionFields = {
  version: Type.Integer({ description: 'From 1 on; those of long ago are not kept' }),
  said_at: datetime('From when on it said so'),
  replaced_at: datetime('Until when'),
  replaced_by: nullable(
    closed(
      { id: rowId('The user'), username: Type.String() },
      { description: 'Who changed it then' },
    ),
  ),
};

export const historyDescription =
  'The oldest first, without what it says now. Of what one sees now, and could have seen then.';

/** Which groups are to see something. */
export function groupIds(otherwise: string) {
  return Type.Optional(
    nullable(
      Type.Array(rowId('A group'), {
        maxItems: 200,
        description: `The groups that may see it; ${otherwise} where none is named`,
      }),
    ),
  );
}

/** The fields of a note that clients send back as they got them; they change nothing. */
export const echoedFields = [
  'id',
  'obj_id',
  'spectrum_id',
  'photometry_id',
  'author_id',
  'author',
  'groups',
  'bot',
  'created_at',
  'modified',
  'resourceType',
  'associated_resource_type',
];
