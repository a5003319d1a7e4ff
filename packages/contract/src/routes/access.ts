import { defineRoute } from '../route.ts';
import { closed, int64, nullable, rowId, Type } from '../schema.ts';

/** Of what one can ask who sees it. */
export const accessKinds = [
  'source',
  'candidate',
  'photometry',
  'spectrum',
  'filter',
  'alert',
  'comment',
  'annotation',
  'classification',
] as const;

/** A kind of row whose readers can be asked for. */
export type AccessKind = (typeof accessKinds)[number];

/** By which rule somebody sees a row. */
export const accessRules = [
  'owner',
  'group',
  'stream',
  'programme',
  'hidden',
  'system_admin',
  'public',
] as const;

export const getAccess = defineRoute({
  method: 'GET',
  path: '/api/access/{kind}/{id}',
  tags: ['access'],
  summary: 'Who can see something, and why',
  description:
    'For whoever sees it himself. People are named where the viewer may know them to be in the ' +
    'group; others are a number, and groups that he does not see are one number together.',
  params: closed({
    kind: Type.Enum([...accessKinds]),
    id: Type.String({
      minLength: 1,
      maxLength: 128,
      description: "The object's name, the candid of an alert, or the row's id",
    }),
  }),
  response: closed({
    kind: Type.Enum([...accessKinds]),
    id: Type.String(),
    total: Type.Integer({ description: 'How many people see it; by SQL the public may, too' }),
    reasons: Type.Array(
      closed({
        rule: Type.Enum([...accessRules]),
        why: Type.String({ description: 'The rule in words' }),
        group: nullable(closed({ id: rowId('The group'), name: Type.String() })),
        stream: nullable(closed({ id: rowId('The stream'), name: Type.String() })),
        people: Type.Array(closed({ id: rowId('The user'), username: Type.String() })),
        others: Type.Integer({ description: 'How many more, whom the viewer may not know' }),
      }),
    ),
  }),
});

export const shareData = defineRoute({
  method: 'POST',
  path: '/api/sharing',
  tags: ['access'],
  summary: 'Share photometry and spectra with more groups',
  description:
    'By its owner, or with “Manage photometry”. What an alert stream brought is never shared: it ' +
    'is for those who may read the stream. Sharing again changes nothing.',
  acl: 'Upload data',
  body: closed({
    groupIDs: Type.Array(rowId("A group; a user's own group for one person"), {
      minItems: 1,
      maxItems: 200,
    }),
    // Scripts send both lists, one of them empty.
    photometryIDs: Type.Optional(Type.Array(int64('A point of photometry'), { maxItems: 10_000 })),
    spectrumIDs: Type.Optional(Type.Array(rowId('A spectrum of one’s own'), { maxItems: 1000 })),
  }),
  response: closed({
    shared: Type.Integer({ description: 'How many of them have a wider audience now' }),
  }),
  examples: { body: { groupIDs: [7], photometryIDs: [12n] }, response: { shared: 1 } },
});
