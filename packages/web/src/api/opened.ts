/** What the opening (`packages/web/opening`) leaves to the app. */
export type Opened = {
  /** Unix ms that its questions counted from. */
  readonly atMs: number;
  /** Answers that it asked for, by path and query; each is for one who asks. */
  readonly answers: Map<string, Promise<Response>>;
};

declare global {
  var fritzOpened: Opened | undefined;
}

/** An answer that nobody took by then is old. */
const FRESH_MS = 30_000;

/** When the opening ran; null where there was none, or it is long ago. */
export function openedAtMs(): number | null {
  const atMs = globalThis.fritzOpened?.atMs ?? null;
  return atMs !== null && Date.now() - atMs < FRESH_MS ? atMs : null;
}

/** As `fetch`, but for what the opening has asked for already. */
export async function fetchOpened(request: Request): Promise<Response> {
  const answers = globalThis.fritzOpened?.answers;
  if (answers === undefined || answers.size === 0) return fetch(request);
  // What is changed, and what has got old, makes answers from before wrong.
  if (request.method !== 'GET' || openedAtMs() === null) answers.clear();
  const { pathname, search } = new URL(request.url);
  const key = pathname + search;
  const answer = answers.get(key);
  answers.delete(key);
  const response = await answer?.catch(() => undefined);
  if (response?.ok) return response;
  // A session that has ended, say: what else was asked for will not be better.
  if (response !== undefined) answers.clear();
  return fetch(request);
}
