/** A push of the server: an action to take, without the data itself. */
export type LiveMessage = { readonly actionType: string; readonly payload: unknown };

export const REFRESH_CANDIDATES = 'fritz/REFRESH_CANDIDATES';
export const REFRESH_SOURCES = 'fritz/REFRESH_SOURCES';
const REFRESH_NOTIFICATIONS = 'fritz/REFRESH_NOTIFICATIONS';
const WELCOME = 'fritz/WELCOME';
const REFRESH_RIGHTS = 'fritz/REFRESH_RIGHTS';

/** Reads one websocket frame; null for heartbeats and anything that is not an action. */
export function readLiveMessage(data: unknown): LiveMessage | null {
  if (typeof data !== 'string' || !data.startsWith('{')) return null;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== 'object' || message === null || !('actionType' in message)) return null;
    const { actionType } = message;
    if (typeof actionType !== 'string') return null;
    return { actionType, payload: 'payload' in message ? message.payload : null };
  } catch {
    return null;
  }
}

/** What a message says of sources that changed. */
export type SourceNews = {
  readonly sources: readonly { readonly objId: string; readonly parts: readonly string[] }[];
  /** Whether there were more than could be told. */
  readonly more: boolean;
};

/** Reads which sources changed, and what of them; null for other messages. */
export function readSourceNews({ actionType, payload }: LiveMessage): SourceNews | null {
  if (actionType !== REFRESH_SOURCES || typeof payload !== 'object' || payload === null)
    return null;
  if (!('sources' in payload) || !Array.isArray(payload.sources)) return null;
  const told: readonly unknown[] = payload.sources;
  const sources = told.flatMap((source) => {
    if (typeof source !== 'object' || source === null || !('obj_id' in source)) return [];
    const parts: readonly unknown[] =
      'parts' in source && Array.isArray(source.parts) ? source.parts : [];
    const words = parts.filter((part) => typeof part === 'string');
    return typeof source.obj_id === 'string' ? [{ objId: source.obj_id, parts: words }] : [];
  });
  return { sources, more: 'more' in payload && payload.more === true };
}

/** How much the viewer has not seen of what he was told, where a message says so. */
export function readUnseen({ actionType, payload }: LiveMessage): number | null {
  if (actionType !== WELCOME && actionType !== REFRESH_NOTIFICATIONS) return null;
  if (typeof payload !== 'object' || payload === null || !('unseen' in payload)) return null;
  return typeof payload.unseen === 'number' ? payload.unseen : null;
}

/** What the answers are tagged with that tell of a part; what is in `Source` itself is not named. */
const TAGS_OF_PARTS = {
  photometry: 'Photometry',
  spectra: 'Spectrum',
  comments: 'Comment',
  annotations: 'Annotation',
  classifications: 'Classification',
  tags: 'Tag',
  interests: 'Interest',
  followup_requests: 'Followup',
  assignments: 'Observing',
} as const;

type PartTag = (typeof TAGS_OF_PARTS)[keyof typeof TAGS_OF_PARTS];
const PART_TAGS: ReadonlyMap<string, PartTag> = new Map(Object.entries(TAGS_OF_PARTS));

function tagsOfPart(objId: string, part: string): readonly { type: PartTag; id: string }[] {
  const type = PART_TAGS.get(part);
  if (type === undefined) return [];
  // Lists of requests, hours and histories are not of one object.
  if (type === 'Followup')
    return [
      { type, id: objId },
      { type, id: 'LIST' },
    ];
  // A comment on a spectrum is told as one of its object's; which spectrum is not.
  const isNote = type === 'Comment';
  return [
    { type, id: objId },
    ...(isNote
      ? [
          { type, id: 'SPECTRA' },
          { type: 'Spectrum' as const, id: objId },
        ]
      : []),
  ];
}

/**
 * What the answers are tagged with that a change of sources makes old. A feature with tags of its own
 * for a part (comments, spectra…) adds them here.
 */
export function tagsOfSourceNews({ sources, more }: SourceNews) {
  if (more) return ['Source' as const, ...PART_TAGS.values()];
  return sources.flatMap(({ objId, parts }) => [
    { type: 'Source' as const, id: objId },
    ...(parts.includes('groups') ? [{ type: 'Source' as const, id: 'LIST' }] : []),
    ...parts.flatMap((part) => tagsOfPart(objId, part)),
  ]);
}

/** What a message says of the viewer's rights, beside those known before. */
export type RightsNews = {
  /** A text that is another one where the rights are others. */
  readonly mark: string;
  /** `lost`: what is shown may be hidden now; `more`: there may be more to see. */
  readonly change: 'none' | 'more' | 'lost';
};

/** Reads a welcome or a change of rights; null for other messages. */
export function readRightsNews(message: LiveMessage, knownMark: string): RightsNews | null {
  const { actionType, payload } = message;
  if (actionType !== WELCOME && actionType !== REFRESH_RIGHTS) return null;
  if (typeof payload !== 'object' || payload === null || !('rights' in payload)) return null;
  const mark = typeof payload.rights === 'string' ? payload.rights : '';
  if (actionType === REFRESH_RIGHTS) {
    return { mark, change: 'lost' in payload && payload.lost === false ? 'more' : 'lost' };
  }
  // What happened while one was away is not told: it may be a loss.
  const isKnown = mark === '' || knownMark === '' || mark === knownMark;
  return { mark, change: isKnown ? 'none' : 'lost' };
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** Wait before the `attempt`th reconnection (from 0): doubling to 30 s, with ±25 % so that
 * many browsers do not return at once. `random` is in [0, 1). */
export function reconnectDelayMs(attempt: number, random: number): number {
  const base = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
  return Math.round(base * (0.75 + random / 2));
}
