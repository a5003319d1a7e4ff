import type { CandidatePage, Profile, Source } from '../src/api/types.ts';
import { readStored } from '../src/app/stored-state.ts';
import {
  CANDIDATES_PER_PAGE,
  candidateParams,
} from '../src/features/candidates/candidate-query.ts';
import { isFirstScan } from '../src/features/candidates/first-scan.ts';
import { readMarks, scanName } from '../src/features/candidates/last-scan.ts';
import { readProfiles } from '../src/features/candidates/scan-profiles.ts';
import { DEFAULT_SEARCH, type ScanSearch } from '../src/features/candidates/scan-search.ts';
import { boundsOf } from '../src/features/candidates/time-window.ts';
import type { NewsItem, RecentSource } from '../src/features/dashboard/dashboard.api.ts';
import { NEWS_PARAMS, RECENT_PARAMS } from '../src/features/dashboard/words.ts';
import type { Answers } from './answers.ts';
import { candidatesView, dashboardView, type OpeningView, sourceView } from './views.ts';

export type OpeningName = 'candidates' | 'dashboard' | 'source';

/** A page that there is an opening for. */
export type Opening = {
  readonly name: OpeningName;
  /** Asks for what it shows first; tells when all has been asked, so that nothing else goes before it. */
  readonly ask: (answers: Answers, onAsked: () => void) => Promise<OpeningView>;
};

const askProfile = (answers: Answers) => answers.ask<Profile>('internal/profile');

/** What the app will ask for when it begins to scan. */
export function scanParams(profile: Profile, kept: ScanSearch, isFirst: boolean, nowMs: number) {
  const { preferences } = profile;
  const chosen = readProfiles(preferences).find(({ isDefault }) => isDefault);
  const search = isFirst && chosen ? { ...kept, ...chosen.search } : kept;
  const last = readMarks(preferences)[scanName(search)] ?? null;
  const bounds = boundsOf(search.window, new Date(nowMs), last);
  return candidateParams({ search, ...bounds }, CANDIDATES_PER_PAGE);
}

async function askCandidates(answers: Answers, onAsked: () => void): Promise<OpeningView> {
  const profile = await askProfile(answers);
  const kept = readStored<ScanSearch>('scan', DEFAULT_SEARCH);
  const params = scanParams(profile, kept, isFirstScan(), answers.atMs);
  const page = answers.ask<CandidatePage>('candidates', params);
  onAsked();
  return candidatesView(await page, new Date());
}

async function askSource(answers: Answers, id: string, onAsked: () => void): Promise<OpeningView> {
  const source = answers.ask<Source>(`sources/${encodeURIComponent(id)}`);
  const profile = askProfile(answers);
  onAsked();
  await profile;
  return sourceView(await source);
}

async function askDashboard(answers: Answers, onAsked: () => void): Promise<OpeningView> {
  const asked = Promise.all([
    askProfile(answers),
    answers.ask<readonly RecentSource[]>('internal/recent_sources', RECENT_PARAMS),
    answers.ask<readonly NewsItem[]>('newsfeed', NEWS_PARAMS),
  ]);
  onAsked();
  const [profile, recent, news] = await asked;
  return dashboardView({ profile, recent, news }, new Date());
}

/** The opening of the page at this address; null where there is none. */
export function openingOf(pathname: string): Opening | null {
  if (pathname === '/') return { name: 'dashboard', ask: askDashboard };
  if (pathname === '/candidates') return { name: 'candidates', ask: askCandidates };
  const [, id] = /^\/source\/([^/]+)$/.exec(pathname) ?? [];
  if (id === undefined) return null;
  return {
    name: 'source',
    ask: (answers, onAsked) => askSource(answers, decodeURIComponent(id), onAsked),
  };
}
