import type { AvroSchema } from '@fritz/formats';
import { AvroAdapter } from './avro-survey/adapter.ts';
import type { AvroSurvey } from './avro-survey/avro-survey.ts';
import { hasMarks } from './avro-survey/marks.ts';
import { LSST } from './lsst/lsst-survey.ts';
import { PGIR } from './pgir/pgir-survey.ts';
import type { SurveyAdapter } from './survey.ts';
import { WINTER } from './winter/winter-survey.ts';
import { ZtfAdapter } from './ztf/adapter.ts';

/** A survey that Fritz reads. */
export interface Survey {
  /** As tables, streams and commands name it: `ztf`. */
  readonly name: string;
  /** As people name it: `ZTF`. */
  readonly title: string;
  /** As Kowalski's clients name its alerts: `ZTF_alerts`. */
  readonly collection: string;
  /** Whether packets of this schema are its own. */
  recognizes(schema: AvroSchema): boolean;
  /** A new adapter: each keeps the schemas that it has met. */
  adapter(): SurveyAdapter;
}

function declared(survey: AvroSurvey): Survey {
  const { name, title, collection, marks } = survey;
  return {
    ...{ name, title, collection },
    recognizes: (schema) => hasMarks(schema, marks),
    adapter: () => new AvroAdapter(survey),
  };
}

const ZTF: Survey = {
  name: 'ztf',
  title: 'ZTF',
  collection: 'ZTF_alerts',
  recognizes: (schema) => hasMarks(schema, ['candidate.rcid', 'candidate.pid', 'objectId']),
  adapter: () => new ZtfAdapter(),
};

/** Every survey; the first is meant where none is named. */
export const SURVEYS: readonly [Survey, ...Survey[]] = [
  ZTF,
  declared(LSST),
  declared(WINTER),
  declared(PGIR),
];

const byName = new Map(SURVEYS.map((survey) => [survey.name, survey]));
const adapters = new Map<string, SurveyAdapter>();

/** @throws Error for a name that no survey has: what is stored is of a known one */
export function surveyNamed(name: string): Survey {
  const survey = byName.get(name);
  if (!survey) throw new Error(`no survey is called ${name}; known are ${[...byName.keys()]}`);
  return survey;
}

/** A survey's adapter that is shared by all who read the archive; see `SurveyAdapter.schemas`. */
export function adapterOf(name: string): SurveyAdapter {
  const adapter = adapters.get(name) ?? surveyNamed(name).adapter();
  adapters.set(name, adapter);
  return adapter;
}
