import { formatDec, formatRa } from '../../format/angle.ts';
import type { SearchAnswer } from './search.api.ts';

/** A place to go to that the search offers. */
export type SearchOption = {
  /** What leads there; unique in a list. */
  readonly path: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: 'source' | 'object' | 'list' | 'recent';
};

/** A cone that people look at, arcsec. */
const CONE_ARCSEC = 60;

function separationWords(separation: number | null): string {
  return separation === null ? '' : `${separation.toFixed(1)}″ away`;
}

function words(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
}

/** What was found, and where one can look further. */
export function optionsOf(typed: string, answer: SearchAnswer): readonly SearchOption[] {
  const sources = answer.sources.map((source): SearchOption => {
    return {
      path: `/source/${encodeURIComponent(source.id)}`,
      label: source.id,
      detail: words(
        source.matched ?? source.tns_name,
        source.redshift !== null && `z ${source.redshift}`,
        separationWords(source.separation),
        source.saved ? 'saved' : 'candidate',
      ),
      kind: 'source',
    };
  });
  const objects = answer.objects.map(({ id, survey, separation }): SearchOption => {
    return {
      path: `/alerts/${encodeURIComponent(id)}`,
      label: id,
      detail: words(`alerts of ${survey.toUpperCase()}`, separationWords(separation)),
      kind: 'object',
    };
  });
  return [...sources, ...objects, ...placesToLook(typed, answer)];
}

function placesToLook(typed: string, { position }: SearchAnswer): readonly SearchOption[] {
  if (position === null) {
    const name = encodeURIComponent(typed);
    return [
      {
        path: `/sources?sourceID=${name}`,
        label: `Sources with “${typed}” in a name`,
        detail: '',
        kind: 'list',
      },
    ];
  }
  const { ra, dec } = position;
  const shown = `${formatRa(ra, 2)} ${formatDec(dec, 1)}`;
  const place = `ra=${ra}&dec=${dec}`;
  return [
    {
      path: `/alerts?${place}&radius=${CONE_ARCSEC}`,
      label: `Alerts within ${CONE_ARCSEC}″`,
      detail: shown,
      kind: 'list',
    },
    {
      path: `/sources?${place}&radius=${CONE_ARCSEC / 3600}`,
      label: `Sources within ${CONE_ARCSEC}″`,
      detail: shown,
      kind: 'list',
    },
  ];
}

const MOST_RECENT = 8;

/** The places gone to last, newest first, each once. */
export function withRecent(
  recent: readonly SearchOption[],
  option: SearchOption,
): readonly SearchOption[] {
  const others = recent.filter(({ path }) => path !== option.path);
  return [{ ...option, kind: 'recent' as const }, ...others].slice(0, MOST_RECENT);
}

/** Reads what was kept; what is no option is left out. */
export function readRecent(kept: unknown): readonly SearchOption[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { path, label, detail } = one as Record<string, unknown>;
    const isWhole = typeof path === 'string' && typeof label === 'string' && path.startsWith('/');
    if (!isWhole || path.startsWith('//')) return [];
    return [
      { path, label, detail: typeof detail === 'string' ? detail : '', kind: 'recent' as const },
    ];
  });
}
