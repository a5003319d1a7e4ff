import {
  type AlertLabel,
  demandCollection,
  findPipeline,
  type LabelKind,
  planAggregate,
  runAggregate,
  sayOfAlerts,
  unsayOfAlerts,
} from '@fritz/archive';
import { doublesAt, type MqlDocument, writeExtendedJson } from '@fritz/mql';
import { type Survey, surveyNamed } from '@fritz/surveys';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { KOWALSKI_SURVEYS } from './cutouts.routes.ts';
import { demandCaller } from './kowalski-auth.ts';
import { KowalskiError } from './kowalski-error.ts';
import { parseBody, sendJson } from './messages.ts';
import { type Fields, isFields } from './read-query.ts';

const KINDS: readonly LabelKind[] = ['human_labels', 'ml_scores'];
const LONGEST = 9_223_372_036_854_775_807n;
const READ_MS = 10_000;

/** What people and models outside say of single alerts. */
export function bindAlertLabels(scope: FastifyInstance, context: ServerContext): void {
  scope.put('/api/classifications/:survey', async (request, reply) => {
    const { key, viewer } = await demandClassifier(context, request);
    const { shown, name } = surveyOf(request);
    const labels = readLabels(request, namedValues);
    const isSaid = await context.archive.asViewer(key, (tx) =>
      sayOfAlerts(tx, viewer.id, name, labels),
    );
    if (!isSaid) throw new KowalskiError(400, `not all alerts found in ${shown} collection`);
    const message = `added classifications for ${shown} alerts`;
    return sendJson(reply, 200, { status: 'success', message });
  });

  scope.delete('/api/classifications/:survey', async (request, reply) => {
    const { key } = await demandClassifier(context, request);
    const { shown, name } = surveyOf(request);
    const labels = readLabels(request, names);
    const known = await context.archive.asViewer(key, (tx) => unsayOfAlerts(tx, name, labels));
    if (known === 0) {
      throw new KowalskiError(400, `not all classifications found in ${shown} collection`);
    }
    const message = `deleted classifications for ${shown} alerts`;
    return sendJson(reply, 200, { status: 'success', message });
  });

  scope.get('/api/classifications/:survey/:candid', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const survey = surveyOf(request);
    const candid = readCandid(paramOf(request, 'candid'));
    const found = await context.archive.asViewer(key, (tx) => findLabels(tx, survey, candid), {
      readOnly: true,
    });
    if (found === null) {
      const message = `classifications for ${survey.shown} alert ${candid} not found`;
      throw new KowalskiError(400, message);
    }
    const { _id, ...said } = found;
    const doubles = doublesAt([]);
    const data = writeExtendedJson({ candid: _id, ...said }, doubles);
    return reply
      .code(200)
      .header('content-type', 'application/json; charset=utf-8')
      .send(`{"status": "success", "data": ${data}}`);
  });
}

/** @throws KowalskiError 403 for who may not classify */
async function demandClassifier(context: ServerContext, request: FastifyRequest) {
  const caller = await demandCaller(context, request);
  const { acls } = caller.viewer;
  if (!acls.has('Classify') && !acls.has('System admin')) throw new KowalskiError(403, 'Forbidden');
  return caller;
}

async function findLabels(
  tx: Parameters<typeof demandCollection>[0],
  { collection }: Pick<Survey, 'collection'>,
  candid: bigint,
): Promise<MqlDocument | null> {
  const said = await demandCollection(tx, `${collection}_classifications`);
  const plan = planAggregate(said, findPipeline({ filter: { _id: candid }, limit: 1 }));
  const limits = { deadlineMs: performance.now() + READ_MS };
  for await (const [document] of runAggregate(tx, plan, limits)) if (document) return document;
  return null;
}

function paramOf({ params }: FastifyRequest, name: string): string {
  return isFields(params) ? String(params[name]) : '';
}

/** @returns `shown`: as Kowalski calls it */
function surveyOf(request: FastifyRequest): Pick<Survey, 'name' | 'collection'> & {
  readonly shown: string;
} {
  const shown = paramOf(request, 'survey').toLowerCase();
  const known = KOWALSKI_SURVEYS[shown];
  if (known === undefined) {
    const all = Object.keys(KOWALSKI_SURVEYS).join(', ');
    throw new KowalskiError(400, `survey ${shown} must be one of [${all}]`);
  }
  const { name, collection } = surveyNamed(known);
  return { name, collection, shown };
}

function readCandid(text: string): bigint {
  const candid = /^\d{1,19}$/.test(text) ? BigInt(text) : null;
  if (candid === null || candid > LONGEST) {
    throw KowalskiError.of('ValueError', `invalid literal for int() with base 10: '${text}'`);
  }
  return candid;
}

type NameAndValue = readonly [name: string, value: number];

/** A body `{candid: {human_labels, ml_scores}}`; of a name that comes twice the last counts. */
function readLabels(
  request: FastifyRequest,
  readNames: (given: unknown) => readonly NameAndValue[],
): AlertLabel[] {
  const body = parseBody(request);
  if (!isFields(body) || Object.keys(body).length === 0) {
    throw new KowalskiError(400, 'no candid provided');
  }
  const labels = new Map<string, AlertLabel>();
  for (const [text, given] of Object.entries(body)) {
    const candid = readCandid(text);
    const said: Fields = isFields(given) ? given : {};
    const own = KINDS.flatMap((kind) =>
      readNames(said[kind]).map(([name, value]) => ({ candid, kind, name, value })),
    );
    if (own.length === 0) {
      throw new KowalskiError(
        400,
        'no classifications provided, must provide at least one of human_labels or ml_scores',
      );
    }
    for (const label of own) labels.set(`${candid} ${label.kind} ${label.name}`, label);
  }
  return [...labels.values()];
}

/** Names in a list, or in a text with commas between them: each for certain; or names with numbers. */
function namedValues(given: unknown): readonly NameAndValue[] {
  if (!isFields(given)) return names(given);
  return Object.entries(given).map(([name, value]) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      throw KowalskiError.of('ValueError', `could not convert to float: ${JSON.stringify(name)}`);
    }
    return [checkName(name), number];
  });
}

function names(given: unknown): readonly NameAndValue[] {
  if (given === undefined || given === null || given === '') return [];
  if (isFields(given)) return Object.keys(given).map((name) => [checkName(name), 1]);
  const list: readonly unknown[] = Array.isArray(given) ? given : String(given).split(',');
  return list.map((name) => [checkName(String(name)), 1]);
}

function checkName(name: string): string {
  if (/^[^$.][^.]{0,199}$/s.test(name)) return name;
  throw KowalskiError.of('ValueError', `no name of a classification: ${JSON.stringify(name)}`);
}
