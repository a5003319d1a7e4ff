import { joinPath, refuse } from '../errors.ts';
import { decodeExtendedJson, isIntegralDouble } from '../extended-json.ts';
import { parseFieldPath } from '../field-paths.ts';
import { type Frame, parseExpression } from '../parse-expression.ts';
import type { Expression, ProjectionNode } from '../tree.ts';
import { isPlainObject } from '../values.ts';

/** What a specification asks for one path: keep it, drop it, or compute it. */
export interface ProjectionItem {
  readonly fields: readonly string[];
  readonly action: 'keep' | 'drop' | Expression;
  readonly at: string;
}

interface Building {
  readonly leaves: Set<string>;
  readonly children: Map<string, Building>;
  readonly computed: Map<string, Expression>;
  readonly order: string[];
}

function emptyNode(): Building {
  return { leaves: new Set(), children: new Map(), computed: new Map(), order: [] };
}

function isTaken(node: Building, name: string): boolean {
  return node.leaves.has(name) || node.computed.has(name);
}

function place(root: Building, item: ProjectionItem): void {
  let node = root;
  for (const name of item.fields.slice(0, -1)) {
    if (isTaken(node, name)) collide(item);
    let child = node.children.get(name);
    if (child === undefined) {
      child = emptyNode();
      node.children.set(name, child);
      node.order.push(name);
    }
    node = child;
  }
  const last = item.fields.at(-1) ?? '';
  if (isTaken(node, last) || node.children.has(last)) collide(item);
  if (typeof item.action === 'string') node.leaves.add(last);
  else {
    node.computed.set(last, item.action);
    node.order.push(last);
  }
}

function collide(item: ProjectionItem): never {
  refuse(item.at, `path collision at '${item.fields.join('.')}'`);
}

/** The tree of the items; two items for one path, or for a path and its child, are an error. */
export function buildProjection(items: readonly ProjectionItem[]): ProjectionNode {
  const root = emptyNode();
  for (const item of items) place(root, item);
  return root;
}

/** How a value that is no document reads: `$project` takes numbers and booleans as flags. */
export interface ProjectionRules {
  readonly frame: Frame;
  readonly hasFlags: boolean;
}

function parseItem(
  fields: readonly string[],
  given: unknown,
  rules: ProjectionRules,
  at: string,
): readonly ProjectionItem[] {
  const value = rules.hasFlags && isIntegralDouble(given) ? decodeExtendedJson(given) : given;
  if (isPlainObject(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) refuse(at, 'an empty object is not a valid value');
    if (!keys.some((key) => key.startsWith('$'))) {
      return keys.flatMap((key) => {
        const inner = joinPath(at, key);
        return parseItem([...fields, ...parseFieldPath(key, inner)], value[key], rules, inner);
      });
    }
  }
  if (rules.hasFlags && (typeof value === 'boolean' || typeof value === 'bigint')) {
    return [{ fields, action: value ? 'keep' : 'drop', at }];
  }
  if (rules.hasFlags && typeof value === 'number') {
    return [{ fields, action: value === 0 ? 'drop' : 'keep', at }];
  }
  return [{ fields, action: parseExpression(value, rules.frame, at), at }];
}

/** Flattens `{a: 1, "b.c": …, d: {e: …}}` to one item per path. */
export function parseProjectionItems(
  argument: unknown,
  rules: ProjectionRules,
  at: string,
): readonly ProjectionItem[] {
  if (!isPlainObject(argument)) return refuse(at, 'the specification must be an object');
  const keys = Object.keys(argument);
  if (keys.length === 0) refuse(at, 'the specification must have at least one field');
  return keys.flatMap((key) => {
    const inner = joinPath(at, key);
    return parseItem(parseFieldPath(key, inner), argument[key], rules, inner);
  });
}
