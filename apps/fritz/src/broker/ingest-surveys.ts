import { type ActiveFilter, type PacketSource, splitSource } from '@fritz/pipeline';
import { SurveyFinder } from '@fritz/surveys';
import { type BrokerOptions, runBroker } from './run-broker.ts';
import { SurveyAdapters } from './survey-adapters.ts';

export interface IngestSurveysOptions extends BrokerOptions {
  /** Where the schemas of bare packets are, if they are anywhere. */
  readonly registryUrl: string | null;
  /** Told the active filters of each survey before its first packet. */
  readonly onFilters: (filters: readonly ActiveFilter[]) => void;
}

/** Reads files with packets of any surveys, each by its own pipeline, to their end. */
export async function ingestSurveys(
  files: PacketSource,
  options: IngestSurveysOptions,
): Promise<void> {
  const { survey, registryUrl, onFilters, ...broker } = options;
  const adapters = new SurveyAdapters();
  const finder = new SurveyFinder();
  const source = await withSchemas(files, registryUrl, {
    ...broker,
    onSchema: (id, text) => {
      finder.learn(id, text);
      adapters.learn(id, text);
    },
  });
  const kindOf = ({ bytes }: { bytes: Uint8Array }) => survey ?? finder.surveyOf(bytes).name;
  await splitSource(source, kindOf, (kind, part) =>
    runBroker({ ...broker, survey: kind, adapters }, async ({ filters }) => {
      onFilters(await filters());
      return part;
    }),
  );
}

interface SchemaListener extends Pick<BrokerOptions, 'log' | 'onWait'> {
  readonly onSchema: (id: number, text: string) => void;
}

/** A source whose bare packets come when their schemas are known; as it is without a registry. */
export async function withSchemas<S extends PacketSource>(
  source: S,
  registryUrl: string | null,
  { log, onWait, onSchema }: SchemaListener,
): Promise<PacketSource> {
  if (registryUrl === null) return source;
  const { resolveSchemas, SchemaRegistry } = await import('@fritz/streams');
  const told = { onSchema, logger: log, ...(onWait ? { onWait } : {}) };
  return resolveSchemas(source, new SchemaRegistry(registryUrl), told);
}
