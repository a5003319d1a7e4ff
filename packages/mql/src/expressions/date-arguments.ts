import type { Context } from '../context.ts';
import { findTimeZone, type TimeZone } from '../dates/time-zones.ts';
import { fail, refuse } from '../errors.ts';
import type { CallNode, Expression } from '../tree.ts';
import { isNullish, ObjectId, typeName } from '../values.ts';
import {
  type CompileExpression,
  callNode,
  type ParseScope,
  type Place,
  readNamed,
} from './define.ts';

/** The milliseconds of a date, or of when an ObjectId was made. */
export function dateMs(value: unknown, name: string, at: Place): number {
  if (value instanceof Date) return value.getTime();
  if (value instanceof ObjectId) return Number.parseInt(value.hex.slice(0, 8), 16) * 1000;
  return fail(at, `${name} needs a date, not ${typeName(value)}`);
}

export function readZone(value: unknown, at: Place): TimeZone {
  if (typeof value !== 'string') return fail(at, `a timezone is a string, not ${typeName(value)}`);
  return findTimeZone(value) ?? fail(at, `'${value}' is no time zone that is known`);
}

interface Keys {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
}

/** `{key: expression, …}`; a constant time zone that is not known is refused. */
export function parseNamedParts(operator: string, keys: Keys) {
  return (argument: unknown, scope: ParseScope, at: string): CallNode => {
    const named: Record<string, Expression> = {};
    for (const [key, value] of Object.entries(readNamed(argument, keys, at))) {
      named[key] = scope.parse(value, `${at}.${key}`);
    }
    const { timezone } = named;
    if (timezone?.kind === 'constant' && typeof timezone.value === 'string') {
      if (findTimeZone(timezone.value) === null) {
        const hint = "write it as in 'America/Los_Angeles' or '+05:30'";
        refuse(`${at}.timezone`, `'${timezone.value}' is no time zone that is known`, hint);
      }
    }
    return callNode(operator, at, { named });
  };
}

/** The time zone of a call, UTC where none is given; null where it is null or missing. */
export function compileZone(node: CallNode, compile: CompileExpression) {
  const utc = readZone('UTC', node.at);
  const { timezone } = node.named;
  if (timezone === undefined) return () => utc;
  const zone = compile(timezone);
  return (context: Context): TimeZone | null => {
    const value = zone(context);
    return isNullish(value) ? null : readZone(value, node.at);
  };
}
