import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Answers } from '../opening/answers.ts';
import { openingOf, scanParams } from '../opening/pages.ts';
import { candidatesView, dashboardView, sourceView } from '../opening/views.ts';
import { fetchOpened, openedAtMs } from '../src/api/opened.ts';
import type { Candidate, CandidatePage, Profile, Source } from '../src/api/types.ts';
import { scanName } from '../src/features/candidates/last-scan.ts';
import { DEFAULT_SEARCH } from '../src/features/candidates/scan-search.ts';

const now = new Date('2026-06-13T08:00:00Z');
const realFetch = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = realFetch;
  globalThis.fritzOpened = undefined;
});

/** Answers everything with the path that was asked; tells what was. */
function answerWith(answer: (path: string) => Response): string[] {
  const asked: string[] = [];
  globalThis.fetch = async (input) => {
    const url = typeof input === 'string' ? input : new URL(new Request(input).url).pathname;
    asked.push(url);
    return answer(url);
  };
  return asked;
}

const ok = (data: unknown) => Response.json({ status: 'success', data });

test('there is an opening for three pages', () => {
  assert.equal(openingOf('/')?.name, 'dashboard');
  assert.equal(openingOf('/candidates')?.name, 'candidates');
  assert.equal(openingOf('/source/ZTF21abc')?.name, 'source');
  for (const path of ['/candidates/reports', '/source', '/source/a/b', '/groups', '/login']) {
    assert.equal(openingOf(path), null, path);
  }
});

test('the app takes what the opening asked for, once', async () => {
  const asked = answerWith((path) => ok(path));
  const opened = new Answers(Date.now());
  globalThis.fritzOpened = opened;
  assert.equal(await opened.ask('sources/a', { x: 1, y: undefined }), '/api/sources/a?x=1');
  const ask = async () => {
    const response = await fetchOpened(new Request('http://fritz/api/sources/a?x=1'));
    const body: unknown = await response.json();
    return body;
  };
  assert.deepEqual(await ask(), { status: 'success', data: '/api/sources/a?x=1' });
  assert.deepEqual(asked, ['/api/sources/a?x=1']);
  await ask();
  assert.equal(asked.length, 2, 'the second time it is fetched');
});

test('answers from before a change, old ones and refusals are not taken', async () => {
  const take = async (request: Request, ageMs: number, status: number) => {
    const asked = answerWith(() => Response.json({ data: 1 }, { status }));
    const opened = new Answers(Date.now() - ageMs);
    globalThis.fritzOpened = opened;
    for (const path of ['a', 'b']) await opened.ask(path).catch(() => undefined);
    asked.length = 0;
    const { pathname } = new URL(request.url);
    await fetchOpened(request);
    return { isFetched: asked.includes(pathname), isLeft: opened.answers.size > 0 };
  };
  const get = () => new Request('http://fritz/api/a');
  assert.deepEqual(await take(get(), 0, 200), { isFetched: false, isLeft: true });
  assert.deepEqual(await take(get(), 60_000, 200), { isFetched: true, isLeft: false });
  assert.deepEqual(await take(get(), 0, 401), { isFetched: true, isLeft: false });
  const post = new Request('http://fritz/api/a', { method: 'POST' });
  assert.deepEqual(await take(post, 0, 200), { isFetched: true, isLeft: false });
  assert.equal(openedAtMs() !== null, true);
  globalThis.fritzOpened = undefined;
  assert.equal(openedAtMs(), null);
});

test('candidates are asked for as the app will: its search, or that of the default profile', () => {
  const kept = { ...DEFAULT_SEARCH, groupIds: [3] };
  const mark = '2026-06-12T20:00:00.000';
  const preferences = {
    scanning: { marks: { [scanName(kept)]: mark } },
    scanningProfiles: [
      { name: 'mine', default: true, fritz: { ...DEFAULT_SEARCH, groupIds: [7] } },
    ],
  };
  const profile = { preferences } as unknown as Profile;
  const later = scanParams(profile, kept, false, now.getTime());
  assert.equal(later.groupIDs, '3');
  assert.equal(later.startDate, mark);
  assert.equal(later.endDate, '2026-06-13T08:00:00.000');
  const first = scanParams(profile, kept, true, now.getTime());
  assert.equal(first.groupIDs, '7');
  assert.equal(first.startDate, '2026-06-12T08:00:00.000');
});

const candidate = {
  id: 'ZTF21abc',
  ra: 187.5,
  dec: -3.25,
  last_mag: 18.617,
  last_band: 'ztfr',
  last_detected_mjd: 61204.25,
  detections: 1,
  scores: { drb: 0.98, rb: null },
  classifications: [{ classification: 'SN Ia' }],
  annotations: [{ origin: 'Supernovae:rising', data: { rate: 0.25 } }],
  comments: [{ text: 'look again' }],
} as unknown as Candidate;

test('it shows what the pages will: names, magnitudes, what was said', () => {
  const page = { totalMatches: 1, candidates: [candidate] } as unknown as CandidatePage;
  const { title, cards } = candidatesView(page, now);
  assert.equal(title, '1 candidate');
  assert.equal(cards[0]?.title, 'ZTF21abc');
  const text = cards[0]?.lines.join('\n') ?? '';
  assert.match(text, /^r 18\.62 · 2\.0 h ago · 1 detection · drb 0\.98/);
  for (const part of ['12:30:00.000 -03:15:00.00', 'SN Ia', 'Supernovae:rising', 'look again']) {
    assert.ok(text.includes(part), part);
  }
  const source = { id: 'ZTF21abc', ra: 187.5, dec: -3.25, groups: [{ name: 'Supernovae' }] };
  const shown = sourceView(source as unknown as Source);
  assert.match(shown.cards[0]?.lines.join() ?? '', /187\.50000 -3\.25000 · saved in Supernovae/);
  const profile = {
    groups: [
      { name: 'Supernovae', single_user_group: false },
      { name: 'me', single_user_group: true },
    ],
  } as unknown as Profile;
  const empty = dashboardView({ profile, recent: [], news: [] }, now);
  assert.deepEqual(
    empty.cards.map(({ lines }) => lines.length),
    [1, 1, 1],
  );
  assert.deepEqual(empty.cards.at(-1)?.lines, ['Supernovae']);
});
