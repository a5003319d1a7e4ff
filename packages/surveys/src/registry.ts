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
  /** The streams that a new installation has of it. */
  readonly streams: readonly SurveyStream[];
  /** Whether its packets may come as bare records, whose schemas a registry has. */
  readonly isBare: boolean;
  /** Whether packets of this schema are its own. */
  recognizes(schema: AvroSchema): boolean;
  /** A new adapter: each keeps the schemas that it has met. */
  adapter(): SurveyAdapter;
}

/** Some programmes of a survey, for people to be given. */
export interface SurveyStream {
  readonly name: string;
  readonly programIds: readonly number[];
  /** Whether everyone may read it. */
  readonly autoJoin: boolean;
}

function declared(survey: AvroSurvey): Survey {
  const { name, title, collection, marks, streams } = survey;
  return {
    ...{ name, title, collection, streams, isBare: true },
    recognizes: (schema) => hasMarks(schema, marks),
    adapter: () => new AvroAdapter(survey),
  };
}

const ZTF: Survey = {
  name: 'ztf',
  title: 'ZTF',
  collection: 'ZTF_alerts',
  // Its programmes are nested: the partnership sees what is public, Caltech sees all.
  streams: [
    { name: 'ZTF Public', programIds: [1], autoJoin: true },
    { name: 'ZTF Partnership', programIds: [1, 2], autoJoin: false },
    { name: 'ZTF Caltech', programIds: [1, 2, 3], autoJoin: false },
  ],
  isBare: false,
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
