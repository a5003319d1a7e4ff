import { joinPath, MqlError, refuse } from './errors.ts';
import { callNode, type ParseScope } from './expressions/define.ts';
import {
  EXPRESSION_OPERATORS,
  FORBIDDEN_OPERATORS,
  UNSUPPORTED_OPERATORS,
} from './expressions/registry.ts';
import { decodeExtendedJson } from './extended-json.ts';
import { parseFieldPath, refuseReserved } from './field-paths.ts';
import type { RegexAllowance } from './regex/allowance.ts';
import { suggestName } from './suggest.ts';
import type { Expression } from './tree.ts';
import { isPlainObject } from './values.ts';

/** What the parsers of one pipeline share. */
export interface Frame {
  /** Counts the variables, each of which has a slot of its own. */
  slotCount: number;
  /** A filter sees one alert and must be repeatable; a query sees many documents. */
  readonly purpose: 'filter' | 'query';
  readonly regexes: RegexAllowance;
  /** Whether history and neighbours still are the alert's own at this place. */
  hasHistory: boolean;
  /** Whether the documents are rows that a look-up found. */
  readonly isOfRows?: boolean;
  /** Variables that hold in all stages, with their slots. */
  readonly variables?: ReadonlyMap<string, number>;
}

const VARIABLE_NAME = /^[a-z\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*$/;
const MAX_DEPTH = 150;

const SAME_ANSWER = 'a filter must give the same answer for the same alert: use $candidate.jd';

/** Variables that say something else each time. */
export const FORBIDDEN_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['NOW', SAME_ANSWER],
  ['CLUSTER_TIME', SAME_ANSWER],
  ['USER_ROLES', 'whose filter it is does not change what it passes'],
]);

class Scope implements ParseScope {
  private readonly frame: Frame;
  private readonly variables: ReadonlyMap<string, number>;
  private readonly depth: number;

  constructor(frame: Frame, variables: ReadonlyMap<string, number>, depth: number) {
    this.frame = frame;
    this.variables = variables;
    this.depth = depth;
  }

  get regexes(): RegexAllowance {
    return this.frame.regexes;
  }

  bind(name: string, at: string): { slot: number; scope: ParseScope } {
    if (name !== 'CURRENT' && !VARIABLE_NAME.test(name)) {
      refuse(at, `'${name}' is not a variable name: letters and digits, a lower-case letter first`);
    }
    const slot = this.frame.slotCount;
    this.frame.slotCount += 1;
    const variables = new Map(this.variables).set(name, slot);
    return { slot, scope: new Scope(this.frame, variables, this.depth) };
  }

  parse(value: unknown, at: string): Expression {
    if (typeof value === 'string') return this.parseText(value, at);
    if (this.depth > MAX_DEPTH) refuse(at, `expressions nest at most ${MAX_DEPTH} levels`);
    const inner = new Scope(this.frame, this.variables, this.depth + 1);
    if (Array.isArray(value)) {
      const items = value.map((item: unknown, index) => inner.parse(item, joinPath(at, index)));
      return { kind: 'array', items };
    }
    return isPlainObject(value)
      ? inner.parseObject(value, at)
      : { kind: 'constant', value: value === undefined ? null : value };
  }

  private parseText(text: string, at: string): Expression {
    if (text.startsWith('$$')) return this.parseVariable(text, at);
    if (!text.startsWith('$')) return { kind: 'constant', value: text };
    const fields = parseFieldPath(text.slice(1), at);
    return { kind: 'path', slot: this.variables.get('CURRENT') ?? null, fields };
  }

  private parseVariable(text: string, at: string): Expression {
    const [name = '', ...rest] = text.slice(2).split('.');
    const fields = rest.length === 0 ? [] : parseFieldPath(rest.join('.'), at);
    const slot = this.variables.get(name);
    if (slot !== undefined) return { kind: 'path', slot, fields };
    if (name === 'ROOT' || name === 'CURRENT') return { kind: 'path', slot: null, fields };
    if (name === 'REMOVE') return { kind: 'constant', value: undefined };
    const instead = FORBIDDEN_VARIABLES.get(name);
    if (instead !== undefined) {
      throw new MqlError('forbidden', at, `$$${name} is not allowed in filters`, instead);
    }
    const known = [...this.variables.keys(), 'ROOT', 'CURRENT', 'REMOVE'];
    const hint = suggestName(
      `$$${name}`,
      known.map((variable) => `$$${variable}`),
    );
    throw new MqlError('unknown_variable', at, `use of undefined variable $$${name}`, hint);
  }

  private parseObject(value: Readonly<Record<string, unknown>>, at: string): Expression {
    const keys = Object.keys(value);
    const operator = keys.find((key) => key.startsWith('$'));
    if (operator !== undefined) {
      if (keys.length > 1) {
        refuse(at, `an expression object has exactly one operator, not ${keys.join(', ')}`);
      }
      return this.parseCall(operator, value[operator], joinPath(at, operator));
    }
    const fields = keys.map((key) => {
      const place = joinPath(at, key);
      if (key === '' || key.includes('.')) {
        refuse(place, `'${key}' is not a field name: it must not be empty or hold a '.'`);
      }
      refuseReserved(key, place);
      return [key, this.parse(value[key], place)] as const;
    });
    return { kind: 'object', fields };
  }

  private parseCall(name: string, argument: unknown, at: string): Expression {
    if (name === '$numberDouble') {
      const value = decodeExtendedJson({ [name]: argument });
      if (typeof value === 'number') {
        return callNode('$toDouble', at, { args: [{ kind: 'constant', value }] });
      }
    }
    const operator = EXPRESSION_OPERATORS.get(name);
    if (operator !== undefined) return operator.parse(argument, this, at);
    throw unknownOperator(name, at, EXPRESSION_OPERATORS.keys());
  }
}

/** The error of an operator that is forbidden, not implemented yet, or unknown. */
export function unknownOperator(name: string, at: string, known: Iterable<string>): MqlError {
  const instead = FORBIDDEN_OPERATORS.get(name);
  if (instead !== undefined) {
    return new MqlError('forbidden', at, `${name} is not allowed in filters`, instead);
  }
  const other = UNSUPPORTED_OPERATORS.get(name);
  if (other !== undefined) {
    return new MqlError('unsupported', at, `${name} is not supported`, other);
  }
  const hint = suggestName(name, known);
  return new MqlError('unknown_operator', at, `unrecognized operator '${name}'`, hint);
}

/** The scope of a stage's expressions, in which no variable is bound. */
export function rootScope(frame: Frame): ParseScope {
  return new Scope(frame, frame.variables ?? new Map(), 0);
}

/** Parses an aggregation expression; variables get slots of `frame`. */
export function parseExpression(value: unknown, frame: Frame, at: string): Expression {
  return rootScope(frame).parse(value, at);
}
