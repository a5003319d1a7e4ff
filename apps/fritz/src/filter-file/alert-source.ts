import {
  type DocumentOf,
  findAlert,
  jdOfTime,
  listPastAlerts,
  nightByName,
  type PastAlert,
  PastDocuments,
  type RunControl,
  runInParts,
  unlinkedDocument,
  visitNight,
} from '@fritz/archive';
import {
  type Alert,
  adapterOf,
  type JdWindow,
  type ObjectCurve,
  PacketError,
  type SeenAlert,
  type SurveyAdapter,
  surveyNamed,
} from '@fritz/surveys';
import type { CommandContext } from '../cli/context.ts';
import { withDatabase } from '../cli/with-database.ts';
import { asAdmin } from '../database/as-admin.ts';
import { UserError } from '../user-error.ts';

/** Which alerts a filter of a file is tried on. */
export interface AlertChoice {
  /** Whose alerts. */
  readonly survey: string;
  readonly packets?: readonly string[];
  readonly night?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly object?: readonly string[];
  /** Only this alert, or the newest of this object. */
  readonly alert?: string;
  /** With the newest scores, instead of those that filters saw. */
  readonly rescored?: true;
}

export type VisitAlert = (alert: SeenAlert, documentOf: DocumentOf) => void;

/** What was visited, in words for a person. */
export interface Visited {
  readonly where: string;
}

export interface VisitOrder {
  readonly programIds: ReadonlySet<number>;
  /** What the filters read, one list each. */
  readonly reads: readonly (readonly string[] | null)[];
  readonly onProgress: (done: number, total: number) => void;
}

/** Visits alerts of packets or of the archive, each with its history as of then. */
export function visitAlerts(
  context: CommandContext,
  choice: AlertChoice,
  order: VisitOrder,
  visit: VisitAlert,
): Promise<Visited> {
  return choice.packets
    ? visitPackets(context, choice, order, visit)
    : visitArchive(context, choice, order, visit);
}

async function visitPackets(
  context: CommandContext,
  choice: AlertChoice,
  { reads, onProgress }: VisitOrder,
  visit: VisitAlert,
): Promise<Visited> {
  const { packets: paths = [], alert: wanted } = choice;
  const isWanted = wantedBy(choice);
  const { fileSource } = await import('@fritz/streams');
  const source = fileSource(paths, { onError: (error) => context.say(`fritz: ${error.message}`) });
  context.signal.addEventListener('abort', () => void source.close(), { once: true });
  const adapter = surveyNamed(choice.survey).adapter();
  const needs = adapter.needs(reads);
  const curves = new Map<string, ObjectCurve>();
  let count = 0;
  let newest: (() => void) | null = null;
  for await (const { packets, release } of source.batches()) {
    const alerts = packets.flatMap(({ bytes }) => decode(context, adapter, bytes));
    alerts.sort((a, b) => (a.candid < b.candid ? -1 : 1));
    for (const alert of alerts) {
      const curve = curves.get(alert.objectId) ?? adapter.curve(null, needs);
      curves.set(alert.objectId, curve);
      curve.add(alert);
      if (!isWanted(alert)) continue;
      count += 1;
      const { candid, objectId, programId, ra, dec, jd, packet } = alert;
      const seen = { candid, objectId, programId, ra, dec, jd, packet };
      const documentOf = (ids: ReadonlySet<number>) => curve.document(seen, ids);
      const look = () => visit(seen, unlinkedDocument(adapter.name, seen, documentOf));
      // Of one object only its newest alert is meant, which is known at the end.
      if (wanted === undefined) look();
      else newest = look;
    }
    release?.();
    onProgress(source.progress.bytesRead, source.progress.bytesTotal);
  }
  newest?.();
  if (wanted !== undefined && count === 0) throw new UserError(`no packet is of ${wanted}.`);
  return { where: paths.join(', ') };
}

function wantedBy(choice: AlertChoice): (alert: Alert) => boolean {
  const { alert: name, object: objects } = choice;
  const window = windowOf(choice);
  return ({ candid, objectId, jd }) => {
    if (name !== undefined) return name === String(candid) || name === objectId;
    if (window && (jd < window.fromJd || jd >= window.toJd)) return false;
    return objects === undefined || objects.includes(objectId);
  };
}

function decode(context: CommandContext, adapter: SurveyAdapter, bytes: Uint8Array): Alert[] {
  try {
    // The bytes are read into again, and the points of a curve are views of them.
    return [adapter.decode(bytes.slice())];
  } catch (error) {
    if (!(error instanceof PacketError)) throw error;
    context.say(`fritz: a packet is left out: ${error.message}`);
    return [];
  }
}

/** No replay of a season takes longer. */
const KEY_LIFE_MS = 24 * 3_600_000;

function visitArchive(
  context: CommandContext,
  choice: AlertChoice,
  order: VisitOrder,
  visit: VisitAlert,
): Promise<Visited> {
  return withDatabase(context, ({ roles }) =>
    asAdmin(roles, ({ run }) => run((tx) => visitStored(tx, context, choice, order, visit)), {
      keyLifeMs: KEY_LIFE_MS,
      statementTimeoutMs: 600_000,
    }),
  );
}

type Tx = Parameters<typeof listPastAlerts>[0];

async function visitStored(
  ...[tx, context, choice, order, visit]: [Tx, CommandContext, AlertChoice, VisitOrder, VisitAlert]
): Promise<Visited> {
  const survey = adapterOf(choice.survey);
  const { programIds, reads, onProgress } = order;
  const control: RunControl = { onProgress, signal: context.signal };
  const scores = choice.rescored ? 'newest' : 'seen';
  const alerts = await listChosen(tx, survey, choice, programIds);
  if (alerts) {
    const documents = new PastDocuments(tx, survey, reads, { scores });
    await runInParts(alerts, control, (part, isOver) => documents.visit(part, visit, isOver));
    return { where: 'the archive' };
  }
  const night = choice.night === undefined ? null : nightByName(choice.night);
  const which = { night, now: new Date(), programIds, reads, scores } as const;
  const visited = await visitNight({ tx, survey }, which, control, visit);
  if (visited.night === null) {
    const why =
      visited.search === 'timed_out'
        ? 'none was found in time; name one with --night'
        : 'the archive has none yet';
    return { where: `a simulated night: ${why}` };
  }
  return { where: `the night of ${visited.night}` };
}

/** The alerts that are named by object, time or id; null where a night is meant. */
async function listChosen(
  tx: Tx,
  survey: SurveyAdapter,
  choice: AlertChoice,
  programIds: ReadonlySet<number>,
): Promise<PastAlert[] | null> {
  const { alert, object } = choice;
  if (alert !== undefined) {
    const isId = /^\d{1,19}$/.test(alert);
    const name = isId ? { candid: BigInt(alert) } : { objectId: alert };
    const found = await findAlert(tx, survey, name);
    if (found === null) throw new UserError(`the archive has no alert of ${alert}.`);
    return [found];
  }
  if (object === undefined && choice.from === undefined && choice.to === undefined) return null;
  const window = windowOf(choice);
  const objectIds = object ? [...object] : null;
  return listPastAlerts(tx, survey, { programIds: [...programIds], window, objectIds });
}

const ALWAYS: JdWindow = { fromJd: Number.NEGATIVE_INFINITY, toJd: Number.POSITIVE_INFINITY };

/** The time that is meant, by a night, a beginning, an end, or what is common to them. */
function windowOf({ night, from, to }: AlertChoice): JdWindow | null {
  if (night === undefined && from === undefined && to === undefined) return null;
  const ofNight = night === undefined ? null : nightByName(night);
  const { fromJd: begin, toJd: end } = ofNight?.window ?? ALWAYS;
  const fromJd = from ? Math.max(jdOfTime(from), begin) : begin;
  const toJd = to ? Math.min(jdOfTime(to), end) : end;
  if (fromJd >= toJd) throw new UserError('no time is left: --from must be before --to.');
  return { fromJd, toJd };
}
