import type { Analysis, AnalysisService } from './analyses.api.ts';

type Color = 'default' | 'info' | 'success' | 'warning' | 'error';

export const STATUS_WORDS: Readonly<Record<Analysis['status'], readonly [string, Color]>> = {
  queued: ['waiting to be sent', 'default'],
  pending: ['under way', 'info'],
  completed: ['done', 'success'],
  failure: ['failed', 'error'],
  timed_out: ['no answer in time', 'warning'],
};

/** Whether something may still come of it. */
export function isOpen({ status }: Analysis): boolean {
  return status === 'queued' || status === 'pending';
}

export function serviceName({ name, display_name: shown }: AnalysisService): string {
  return shown ?? name;
}

/** What one may choose of: those that are asked, and not only uploaded to. */
export function askable(services: readonly AnalysisService[]): readonly AnalysisService[] {
  return services.filter(({ enabled, upload_only: isUploadOnly }) => enabled && !isUploadOnly);
}

/** A parameter of a service, and the values that it can have; none: any. */
export type AnalysisParameter = { readonly name: string; readonly values: readonly string[] };

export function parametersOf(service: AnalysisService): readonly AnalysisParameter[] {
  return Object.entries(service.optional_analysis_parameters).map(([name, values]) => ({
    name,
    values: Array.isArray(values) ? values.map(String) : [],
  }));
}

/** What was chosen, in a line; what was left out is the service's to choose. */
export function describeParameters(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}

/** The numbers and words of results, one level deep; the rest as JSON. */
export function listResults(results: unknown): readonly (readonly [string, string])[] {
  if (typeof results !== 'object' || results === null) return [['result', String(results)]];
  return Object.entries(results).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
}
