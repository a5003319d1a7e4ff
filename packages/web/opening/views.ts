import type { Candidate, CandidatePage, Profile, Source } from '../src/api/types.ts';
import type { NewsItem, RecentSource } from '../src/features/dashboard/dashboard.api.ts';
import { NEWS_VERBS, NO_NEWS, NOTHING_SAVED } from '../src/features/dashboard/words.ts';
import { shortBand } from '../src/features/photometry/light-curve.ts';
import { formatDec, formatDegrees, formatRa } from '../src/format/angle.ts';
import { formatAnnotation, formatCount, formatScore } from '../src/format/number.ts';
import { formatAgo, mjdToDate, parseNaiveUtc } from '../src/format/time.ts';

/** One thing of a page: its name, and what is known of it in lines. */
export type OpeningCard = {
  readonly title: string;
  readonly lines: readonly string[];
};

/** What a page shows before the app does. */
export type OpeningView = { readonly title: string; readonly cards: readonly OpeningCard[] };

/** More do not fit on a screen. */
const MOST_CARDS = 6;

const words = (parts: readonly (string | null | false)[]) =>
  parts.filter((part) => part !== null && part !== false && part !== '').join(' · ');

function annotationLines({ annotations }: Candidate): readonly string[] {
  return annotations.flatMap(({ origin, data }) => {
    const values = Object.entries(data).map(([key, value]) => `${key} ${formatAnnotation(value)}`);
    return values.length === 0 ? [] : [origin, values.join(' · ')];
  });
}

function candidateCard(candidate: Candidate, now: Date): OpeningCard {
  const { last_mag, last_band, last_detected_mjd, detections, scores } = candidate;
  return {
    title: candidate.id,
    lines: [
      words([
        last_mag !== null && `${shortBand(last_band ?? '')} ${last_mag.toFixed(2)}`,
        last_detected_mjd !== null && formatAgo(mjdToDate(last_detected_mjd), now),
        `${detections} ${detections === 1 ? 'detection' : 'detections'}`,
        scores.drb !== null && `drb ${formatScore(scores.drb)}`,
      ]),
      `${formatRa(candidate.ra)} ${formatDec(candidate.dec)}`,
      words(candidate.classifications.map(({ classification }) => classification)),
      ...annotationLines(candidate),
      ...(candidate.comments ?? []).slice(-2).map(({ text }) => text),
    ],
  };
}

export function candidatesView(page: CandidatePage, now: Date): OpeningView {
  const { totalMatches: total, candidates } = page;
  return {
    title: `${formatCount(total)} ${total === 1 ? 'candidate' : 'candidates'}`,
    cards: candidates.slice(0, MOST_CARDS).map((candidate) => candidateCard(candidate, now)),
  };
}

export function sourceView(source: Source): OpeningView {
  const saved = source.groups.map(({ name }) => name);
  return {
    title: source.id,
    cards: [
      {
        title: '',
        lines: [
          words([
            `${formatRa(source.ra)} ${formatDec(source.dec)}`,
            `${formatDegrees(source.ra)} ${formatDegrees(source.dec)}`,
            saved.length === 0 ? 'Not saved' : `saved in ${saved.join(', ')}`,
          ]),
        ],
      },
    ],
  };
}

type Dashboard = {
  readonly profile: Profile;
  readonly recent: readonly RecentSource[];
  readonly news: readonly NewsItem[];
};

export function dashboardView({ profile, recent, news }: Dashboard, now: Date): OpeningView {
  const ago = (iso: string) => formatAgo(parseNaiveUtc(iso), now);
  const groups = profile.groups.filter(({ single_user_group }) => !single_user_group);
  const saved = recent.map(({ obj_id, created_at }) => `${obj_id} ${ago(created_at)}`);
  const told = news.map(({ author, type, source_id, message, time }) =>
    words([
      `${author ?? 'Somebody'} ${NEWS_VERBS[type] ?? type} ${source_id}`,
      type !== 'source' && message,
      ago(time),
    ]),
  );
  return {
    title: 'Dashboard',
    cards: [
      { title: 'Recently saved', lines: saved.length > 0 ? saved : [NOTHING_SAVED] },
      { title: 'News', lines: told.length > 0 ? told : [NO_NEWS] },
      { title: 'My groups', lines: groups.map(({ name }) => name) },
    ],
  };
}
