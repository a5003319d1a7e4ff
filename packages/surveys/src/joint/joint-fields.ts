import { adapterOf, SURVEYS, type Survey } from '../registry.ts';
import type { DocumentField, DocumentNeeds, DocumentSchema, SurveyAdapter } from '../survey.ts';

/** The field that names the linked objects; the others are called as their surveys. */
export const ALIASES = 'aliases';
const HISTORIES = ['prv_candidates', 'fp_hists'] as const;

type Reads = readonly string[] | null;

/** The surveys whose light curves a filter of this one may read. */
export function otherSurveys(survey: string): readonly Survey[] {
  return SURVEYS.filter(({ name }) => name !== survey);
}

/** The fields of a survey's document that other surveys bring: `aliases`, `LSST` … */
export function jointFields(survey: string): readonly string[] {
  return [ALIASES, ...otherSurveys(survey).map(({ title }) => title)];
}

/**
 * Whether a filter reads other surveys' light curves. One that looks at everything does so where it
 * names them: to fetch them for `$$ROOT` alone would be dear, and nobody means it.
 *
 * @param reads the paths that it reads; null for everything
 * @param text the pipeline
 */
export function readsJoint(survey: string, reads: Reads, text: string): boolean {
  const fields = jointFields(survey);
  if (reads !== null) return reads.some((path) => fields.includes(path.split('.')[0] ?? ''));
  return new RegExp(`["$.](?:${fields.join('|')})[".]`).test(text);
}

/** What has to be built of other surveys' documents for filters with these reads. */
export function jointNeeds(
  survey: string,
  reads: readonly Reads[],
): ReadonlyMap<string, DocumentNeeds> {
  return new Map(
    otherSurveys(survey).map(({ name, title }) => {
      return [name, adapterOf(name).needs(reads.map((paths) => below(title, paths)))];
    }),
  );
}

/** The paths below a field; null for all of it. */
function below(field: string, paths: Reads): Reads {
  if (paths === null || paths.includes(field)) return null;
  return paths.flatMap((path) =>
    path.startsWith(`${field}.`) ? path.slice(field.length + 1) : [],
  );
}

/** The document that filters of a survey see, with what other surveys bring. */
export function wholeDocumentSchema(survey: string): DocumentSchema {
  const field = (path: string, type: DocumentField['type']): DocumentField => {
    return { path, type, nullable: false };
  };
  const joint = otherSurveys(survey).flatMap(({ name, title }) => [
    field(`${ALIASES}.${title}`, 'list'),
    field(title, 'object'),
    ...adapterOf(name)
      .documentSchema.filter(({ path }) => isOfHistory(path))
      .map((one) => ({ ...one, path: `${title}.${one.path}` })),
  ]);
  return [...adapterOf(survey).documentSchema, field(ALIASES, 'object'), ...joint];
}

function isOfHistory(path: string): boolean {
  return HISTORIES.some((history) => path === history || path.startsWith(`${history}.`));
}

/** The histories that a survey's documents have. */
export function historiesOf(survey: string): readonly (typeof HISTORIES)[number][] {
  const { lazyFields } = adapterOf(survey);
  return HISTORIES.filter((history) => lazyFields.includes(history));
}

/** What costs something to make of a survey's document, its own histories first. */
export function costlyFields({ name, lazyFields }: Pick<SurveyAdapter, 'name' | 'lazyFields'>) {
  return [...lazyFields, ...jointFields(name)];
}
