import { closed, datetime, rowId, type Static, Type } from '../schema.ts';

/** Where the websocket is. */
export const websocketPath = '/api/websocket';

/** What the server pushes when candidates came that the viewer may see. */
export const refreshCandidates = closed({
  actionType: Type.Literal('fritz/REFRESH_CANDIDATES'),
  payload: closed({
    filter_ids: Type.Array(rowId('A filter that they passed')),
    count: Type.Integer(),
    passed_at: datetime('When the newest passed'),
  }),
});
export type RefreshCandidates = Static<typeof refreshCandidates>;

/** What of a source changed, as open pages divide it. */
export const sourceParts = [
  'analyses',
  'annotations',
  'assignments',
  'classifications',
  'comments',
  'followup_requests',
  'groups',
  'interests',
  'listings',
  'photometry',
  'spectra',
  'summaries',
  'tags',
  'thumbnails',
] as const;
export type SourcePart = (typeof sourceParts)[number];

/** What the server pushes when something of sources changed that the viewer may see. */
export const refreshSources = closed({
  actionType: Type.Literal('fritz/REFRESH_SOURCES'),
  payload: closed({
    sources: Type.Array(
      closed({
        obj_id: Type.String({ description: 'Of which object' }),
        parts: Type.Array(Type.Enum(sourceParts)),
      }),
    ),
    more: Type.Boolean({ description: 'Whether there were others: look at everything again' }),
  }),
});
export type RefreshSources = Static<typeof refreshSources>;

const unseenCount = Type.Integer({ description: 'How many notifications he has not seen' });

/** What the server pushes when the viewer was told something, or has seen it elsewhere. */
export const refreshNotifications = closed({
  actionType: Type.Literal('fritz/REFRESH_NOTIFICATIONS'),
  payload: closed({ unseen: unseenCount }),
});
export type RefreshNotifications = Static<typeof refreshNotifications>;

const rights = Type.String({
  description: 'Another text where the rights are others; may be empty',
});

/** What the server says first. */
export const welcome = closed({
  actionType: Type.Literal('fritz/WELCOME'),
  payload: closed({ rights, unseen: unseenCount }),
});
export type Welcome = Static<typeof welcome>;

/** What the server pushes when the viewer's permissions, groups or streams have changed. */
export const refreshRights = closed({
  actionType: Type.Literal('fritz/REFRESH_RIGHTS'),
  payload: closed({
    rights,
    lost: Type.Boolean({ description: 'Whether some are gone: what was shown may be hidden now' }),
  }),
});
export type RefreshRights = Static<typeof refreshRights>;

/** What a client without a cookie sends first. */
export const websocketHello = closed({ token: Type.String({ minLength: 1, maxLength: 200 }) });

/** The server's sign of life, as SkyPortal's; clients need not answer. */
export const heartbeat = '<3';

/** Close codes of the websocket (4000-4999 are the application's own, RFC 6455 §7.4.2). */
export const closeCodes = {
  notAuthenticated: 4401,
  keyEnded: 4403,
  /** The user has as many sockets as one may have: close some, or come back later. */
  tooManySockets: 4429,
} as const;
