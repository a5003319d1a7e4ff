import {
  type DatabaseRoles,
  type ExportKind,
  exportHats,
  type HatsOptions,
  type HatsReport,
  publicPrograms,
  withClient,
  withSnapshot,
} from '@fritz/archive';
import { SurveyAdapters } from '../broker/survey-adapters.ts';

export interface SurveyExport {
  readonly kind: ExportKind;
  readonly survey: string;
  readonly folder: string;
  readonly name: string;
  /** Null: those that are everybody's. */
  readonly programs: readonly number[] | null;
  readonly span: { readonly fromMjd: number; readonly toMjd: number } | null;
  readonly marginArcsec: number;
  readonly maxRows?: number;
  readonly isReplacing?: boolean;
}

/** It reads at its own pace, beside the broker: in no parallel, sorting on the disk. */
const SETTINGS = '-c search_path=fritz -c max_parallel_workers_per_gather=0 -c work_mem=64MB';

/** Writes a survey's alerts or light curves as a HATS collection. @throws HatsError */
export function exportSurvey(
  broker: DatabaseRoles['broker'],
  { survey, programs, ...request }: SurveyExport,
  options: HatsOptions = {},
): Promise<HatsReport & { readonly programs: readonly number[] }> {
  const config = { ...broker, options: SETTINGS, application_name: 'fritz export' };
  return withClient(config, (client) =>
    withSnapshot(client, async (snapshot) => {
      const given = programs ?? (await publicPrograms(snapshot, survey));
      const adapter = new SurveyAdapters().of(survey);
      const scope = { ...request, adapter, programs: given };
      return { ...(await exportHats(snapshot, scope, options)), programs: given };
    }),
  );
}
