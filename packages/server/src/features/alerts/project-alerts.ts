import { parseExact } from '@fritz/contract';
import { compileStream, MqlError, parsePipeline } from '@fritz/mql';
import { InvalidRequestError } from '../../http/fritz-error.ts';

type Fields = Record<string, unknown>;

/** What every alert of an answer has, whatever is asked of its fields. */
interface Alert {
  candid: bigint;
  objectId: string;
  candidate: Fields;
}

/**
 * Alerts with the fields that a projection leaves of them, as `$project` has it: Fritz's clients send
 * one as JSON. Which alert it is stays, and what a list shows of each.
 *
 * @param text null: they stay as they are
 */
export function projectAlerts<A extends Alert>(
  alerts: readonly A[],
  text: string | null,
  kept: readonly (keyof A & string)[] = [],
): A[] {
  if (text === null) return [...alerts];
  const stream = compileProjection(text);
  const projected = stream.push(
    alerts.map((alert): Fields => Object.fromEntries(Object.entries(alert))),
  );
  return alerts.map((alert, i) => {
    const { _id, ...fields } = projected[i] ?? {};
    const candidate = isFields(fields.candidate) ? fields.candidate : {};
    const own = Object.fromEntries(kept.map((name) => [name, alert[name]]));
    const { candid, objectId } = alert;
    // What is required of an alert is there again; the rest of its fields are optional.
    return { ...fields, ...own, candid, objectId, candidate } as unknown as A;
  });
}

function compileProjection(text: string) {
  try {
    const projection = parseExact(text);
    if (!isFields(projection) || Object.keys(projection).length === 0) {
      throw wrong('must be a JSON object with at least one field');
    }
    const { stages, slotCount } = parsePipeline([{ $project: projection }], { purpose: 'query' });
    return compileStream(stages, { slotCount, maxMs: 5000 });
  } catch (error) {
    if (error instanceof MqlError) throw wrong(`${error.message} (at ${error.path})`);
    if (error instanceof SyntaxError) throw wrong('must be a JSON object');
    throw error;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'query', field: 'projection', message }]);
}
