/**
 * Simple Cone Search of every table that has places.
 * Source: Simple Cone Search 1.03 (IVOA Recommendation, Williams et al. 2008).
 */
import { listTapTables, type ResultColumn, type TapTable, tableName } from '@fritz/archive';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { signalOf } from '../http/hang-up.ts';
import { executeQuery } from './execute.ts';
import { tellError } from './failures.ts';
import { HeldReply } from './held-reply.ts';
import { DEFAULT_ROWS, MAX_ROWS, SYNC_S } from './limits.ts';
import { formatNamed } from './results/formats.ts';
import { errorVotable } from './results/votable-writer.ts';
import type { Turnstile } from './turnstile.ts';
import { UPLOAD_BYTES } from './uploads.ts';
import { enterVo, type VoCaller } from './vo-auth.ts';
import { VoError } from './vo-error.ts';
import { readParams, type VoParams } from './vo-params.ts';

const WAIT_MS = 20_000;
type SkyTable = TapTable & { readonly place: NonNullable<TapTable['place']> };

export function bindConeSearch(
  scope: FastifyInstance,
  context: ServerContext,
  turnstile: Turnstile,
): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const signal = signalOf(reply);
    const sink = new HeldReply(reply, signal);
    try {
      const caller = enterVo(context, request);
      const params = await readParams(request);
      const table = await findTable(context, caller, readCollection(request));
      const query = coneQuery(table, params);
      const running = { context, caller, query, uploads: [], sink, timeoutS: SYNC_S };
      await turnstile.pass({ name: caller.name, isJob: false, signal }, WAIT_MS, () =>
        executeQuery({ ...running, signal }),
      );
    } catch (error) {
      if (sink.isSent) sink.breakOff(error instanceof Error ? error : new Error('broken'), true);
      else sendConeError(reply, request, error);
      return reply;
    }
    sink.end();
    return reply;
  };
  scope.get('/scs/:collection', answer);
  scope.post('/scs/:collection', answer);
}

function readCollection({ params }: FastifyRequest): string {
  const { collection } = params as { readonly collection?: unknown };
  return String(collection ?? '');
}

/** What is wrong with a query is told with the status of an answer, as the protocol has it (2.3). */
function sendConeError(reply: FastifyReply, request: FastifyRequest, error: unknown): void {
  const told = tellError(error, request, UPLOAD_BYTES);
  if (told.status !== 400) throw error;
  const info = `<INFO ID="Error" name="Error" value="${told.message.replaceAll(/[&<>"]/g, ' ')}"/>\n`;
  reply
    .code(200)
    .header('content-type', 'application/x-votable+xml')
    .send(errorVotable(told.message).replace('<RESOURCE', `${info}<RESOURCE`));
}

async function findTable(
  { queries }: ServerContext,
  caller: VoCaller,
  name: string,
): Promise<SkyTable> {
  const { tables } = await queries.asViewer(caller.key, async (tx) => {
    if (caller.key !== null) caller.admit(await tx.viewer);
    return listTapTables(tx);
  });
  const wanted = name.toUpperCase();
  const found = tables.filter(
    (table) =>
      hasPlace(table) &&
      (tableName(table).replaceAll('"', '').toUpperCase() === wanted ||
        (table.schema === 'catalogs' && table.name.toUpperCase() === wanted)),
  );
  const [table] = found;
  if (table === undefined || !hasPlace(table)) {
    throw new VoError(404, 'there is no such collection: tap_schema.tables lists those of TAP');
  }
  return table;
}

function hasPlace(table: TapTable): table is SkyTable {
  return table.place !== null;
}

/** The table's own columns of a verbosity: 1 the least, 3 all. */
function columnsOf(table: SkyTable, verbosity: number): readonly string[] {
  const { place, id, columns } = table;
  const needed = new Set([id, place.ra, place.dec]);
  return columns
    .filter(
      ({ column, isPrincipal }) =>
        verbosity === 3 || needed.has(column) || (verbosity === 2 && isPrincipal),
    )
    .map(({ name }) => name);
}

function coneQuery(table: SkyTable, params: VoParams) {
  const [ra, dec, radius] = [params.number('RA'), params.number('DEC'), params.number('SR')];
  if (!(ra >= 0 && ra <= 360)) throw new VoError(400, 'RA is between 0 and 360 degrees');
  if (!(dec >= -90 && dec <= 90)) throw new VoError(400, 'DEC is between -90 and 90 degrees');
  if (!(radius >= 0 && radius <= 180)) throw new VoError(400, 'SR is between 0 and 180 degrees');
  const verbosity = params.count('VERB') ?? 2;
  if (!(verbosity >= 1 && verbosity <= 3)) throw new VoError(400, 'VERB is 1, 2 or 3');
  const list = columnsOf(table, verbosity).map(quote).join(', ');
  const { place } = table;
  const at = `POINT(${quote(place.ra)}, ${quote(place.dec)})`;
  // Numbers of JavaScript's may have an exponent, as those of ADQL may.
  const circle = `CIRCLE(${ra}, ${dec}, ${radius})`;
  const format = params.one('RESPONSEFORMAT');
  return {
    text: `SELECT ${list} FROM ${tableName(table)} WHERE 1 = CONTAINS(${at}, ${circle})`,
    format: formatNamed(format ?? 'votable/td'),
    maxRows: Math.min(params.count('MAXREC') ?? DEFAULT_ROWS, MAX_ROWS),
    describe: (columns: readonly ResultColumn[]) =>
      columns.map((column) => withOldUcd(table, column)),
  };
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The three that the protocol asks for are by the first version of UCDs. */
function withOldUcd({ place, id, columns }: SkyTable, column: ResultColumn): ResultColumn {
  const own = columns.find(({ name }) => name === column.name)?.column;
  if (own === id) return { ...column, ucd: 'ID_MAIN' };
  if (own === place.ra) return { ...column, ucd: 'POS_EQ_RA_MAIN' };
  return own === place.dec ? { ...column, ucd: 'POS_EQ_DEC_MAIN' } : column;
}
