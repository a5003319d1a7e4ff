import { ACCUMULATORS } from './accumulators/registry.ts';
import { EXPRESSION_OPERATORS } from './expressions/registry.ts';
import type { CallNode, Expression, ProjectionNode, Query, SetStage, Stage } from './tree.ts';
import { WINDOW_FUNCTIONS } from './windows/functions.ts';

type Path = readonly string[];

/** What the variables stand for: elements at a path of the document, where that is known. */
type Bindings = Map<number, Path>;

/** The document path that a path expression leads to; null where its variable has no path. */
function resolve(node: Expression | undefined, bindings: Bindings): Path | null {
  if (node?.kind !== 'path') return null;
  if (node.slot === null) return node.fields;
  const base = bindings.get(node.slot);
  return base === undefined ? null : [...base, ...node.fields];
}

/**
 * The document path whose elements an expression gives: a path itself, or a choice among the
 * elements of one (`$filter`, `$slice`, `$reverseArray`).
 */
function elementsOf(node: Expression | undefined, bindings: Bindings): Path | null {
  if (node?.kind !== 'call') return resolve(node, bindings);
  if (node.operator === '$filter') return elementsOf(node.named.input, bindings);
  if (node.operator !== '$reverseArray' && node.operator !== '$slice') return null;
  return elementsOf(node.args[0], bindings);
}

/** Adds what a choice among elements reads of them, but not the elements that it gives. */
function collectChoice(node: Expression | undefined, into: Path[], bindings: Bindings): void {
  if (node?.kind !== 'call') return;
  const [element] = node.slots;
  const base = elementsOf(node, bindings);
  if (node.operator === '$filter' && element !== undefined && base !== null) {
    bindings.set(element, base);
  }
  collectChoice(node.named.input ?? node.args[0], into, bindings);
  for (const [name, argument] of Object.entries(node.named)) {
    if (name !== 'input') collectExpression(argument, into, bindings);
  }
  for (const argument of node.args.slice(1)) collectExpression(argument, into, bindings);
}

const LOOPS = new Set(['$map', '$filter', '$reduce']);

/** A loop over a path reads of it what its body reads of the element, and at least its length. */
function collectLoop(node: CallNode, into: Path[], bindings: Bindings): boolean {
  const [element] = node.slots;
  const base = elementsOf(node.named.input, bindings);
  if (!LOOPS.has(node.operator) || element === undefined || base === null) return false;
  bindings.set(element, base);
  const before = into.length;
  collectChoice(node.named.input, into, bindings);
  for (const [name, argument] of Object.entries(node.named)) {
    if (name !== 'input') collectExpression(argument, into, bindings);
  }
  const ofElement = into.slice(before).some((path) => base.every((part, i) => path[i] === part));
  if (node.operator === '$filter' || !ofElement) into.push(base);
  return true;
}

/** The number of chosen elements depends on what the choice looks at. */
function collectSize(node: CallNode, into: Path[], bindings: Bindings): boolean {
  const [chosen] = node.args;
  const base = elementsOf(chosen, bindings);
  if (node.operator !== '$size' || chosen?.kind !== 'call' || base === null) return false;
  const before = into.length;
  collectChoice(chosen, into, bindings);
  const ofElement = into.slice(before).some((path) => base.every((part, i) => path[i] === part));
  if (!ofElement) into.push(base);
  return true;
}

/** An operator that is not in the lists may read anything. */
function isKnown({ operator }: CallNode): boolean {
  return (
    EXPRESSION_OPERATORS.has(operator) ||
    ACCUMULATORS.has(operator) ||
    WINDOW_FUNCTIONS.has(operator)
  );
}

function collectExpression(node: Expression, into: Path[], bindings: Bindings = new Map()): void {
  switch (node.kind) {
    case 'constant':
      return;
    case 'path': {
      const path = resolve(node, bindings);
      if (path !== null) into.push(path);
      return;
    }
    case 'object':
      for (const [, value] of node.fields) collectExpression(value, into, bindings);
      return;
    case 'array':
      for (const item of node.items) collectExpression(item, into, bindings);
      return;
    case 'call':
      if (!isKnown(node)) into.push([]);
      if (collectLoop(node, into, bindings) || collectSize(node, into, bindings)) return;
      for (const argument of node.args) collectExpression(argument, into, bindings);
      for (const argument of Object.values(node.named)) {
        collectExpression(argument, into, bindings);
      }
  }
}

/** Adds the document paths that an expression reads; an empty path is the whole document. */
export function collectExpressionReads(node: Expression, into: Path[]): void {
  collectExpression(node, into);
}

/** A trailing index ("cross_matches.X.0") reads the array itself. */
function withoutIndices(fields: Path): Path {
  const index = fields.findIndex((field, position) => position > 0 && /^\d+$/.test(field));
  return index === -1 ? fields : fields.slice(0, index);
}

/** Adds the document paths that a query reads. */
export function collectQuery(query: Query, into: Path[]): void {
  switch (query.kind) {
    case 'and':
    case 'or':
    case 'nor':
      for (const part of query.parts) collectQuery(part, into);
      return;
    case 'not':
      collectQuery(query.part, into);
      return;
    case 'always':
      return;
    case 'field':
      into.push(withoutIndices(query.fields));
      return;
    case 'expr':
      collectExpression(query.expression, into);
  }
}

function collectComputed(node: ProjectionNode, into: Path[]): void {
  for (const expression of node.computed.values()) collectExpression(expression, into);
  for (const child of node.children.values()) collectComputed(child, into);
}

function collectLeaves(node: ProjectionNode, prefix: Path, into: Path[]): void {
  for (const name of node.leaves) into.push([...prefix, name]);
  for (const [name, child] of node.children) collectLeaves(child, [...prefix, name], into);
}

/** Follows which fields still are the input's own; after a closing stage none are unread. */
class Reading {
  /** Where each path is read first. */
  private readonly places = new Map<string, string>();
  private readonly extended = new Set<string>();
  private readonly replaced = new Set<string>();
  private readonly narrowed = new Set<string>();
  private readonly given = new Set<string>();
  private isClosed = false;
  private isWhole = false;

  /** A stage, which stands at `at`, reads these paths of its input document. */
  read(paths: readonly Path[], at: string): void {
    if (this.isClosed) return;
    for (const path of paths) {
      const [top] = path;
      if (top === undefined) this.isWhole = true;
      else if (!this.replaced.has(top) || this.narrowed.has(top)) this.note(path.join('.'), at);
    }
  }

  /** A stage reads this path of what the pipeline was given, whatever became of it. */
  readInput(path: Path): void {
    this.given.add(path.join('.'));
  }

  private note(path: string, at: string): void {
    if (!this.places.has(path)) this.places.set(path, at);
  }

  /** From here on `name` holds fields that a stage computed beside the input's own. */
  extend(name: string): void {
    this.extended.add(name);
  }

  /** From here on `name` is not the input's field any more. */
  replace(name: string): void {
    this.replaced.add(name);
    this.narrowed.delete(name);
  }

  /** From here on `name` holds a choice among its own elements. */
  narrow(name: string): void {
    if (!this.replaced.has(name)) this.narrowed.add(name);
    this.replaced.add(name);
  }

  /** From here on nothing of the input is left but what was read. */
  close(): void {
    this.isClosed = true;
  }

  /** A branch reads what it reads; what it passes on as it came is read whole. */
  branch(stages: readonly Stage[], at: string): void {
    const branch = new Reading();
    for (const name of this.extended) branch.extend(name);
    for (const name of this.replaced) branch.replaced.add(name);
    for (const name of this.narrowed) branch.narrowed.add(name);
    branch.isClosed = this.isClosed;
    for (const stage of stages) readStage(stage, branch);
    for (const [path, place] of branch.places) this.note(path, place);
    for (const path of branch.given) this.given.add(path);
    if (branch.isWhole || !branch.isClosed) this.read([[]], at);
  }

  result({ passesInput }: { passesInput: boolean }): readonly string[] | null {
    if (this.isWhole || (passesInput && !this.isClosed)) return null;
    const sorted = [...new Set([...this.places.keys(), ...this.given])].sort();
    return sorted.filter((path) => !sorted.some((other) => path.startsWith(`${other}.`)));
  }

  /** The paths that only the input can have, each with the stage that reads it first. */
  ownPaths(): readonly (readonly [path: string, at: string])[] {
    return [...this.places].filter(([path]) => !this.extended.has(path.split('.')[0] ?? ''));
  }
}

/** `{history: {$filter: {input: "$history", cond}}}`: the elements are read by later stages only. */
function isNarrowing(name: string, expression: Expression): expression is CallNode {
  if (expression.kind !== 'call' || expression.operator !== '$filter') return false;
  const input = resolve(expression.named.input, new Map());
  return input?.length === 1 && input[0] === name;
}

function readAddFields(projection: ProjectionNode, at: string, reading: Reading): void {
  const paths: Path[] = [];
  const narrowing = new Set<string>();
  for (const [name, expression] of projection.computed) {
    const before = paths.length;
    collectExpression(expression, paths);
    if (!isNarrowing(name, expression)) continue;
    narrowing.add(name);
    // The whole of it comes last, and only because the elements are the result.
    if (paths.length > before + 1) paths.pop();
  }
  for (const child of projection.children.values()) collectComputed(child, paths);
  reading.read(paths, at);
  for (const name of projection.children.keys()) reading.extend(name);
  for (const name of projection.computed.keys()) {
    if (narrowing.has(name)) reading.narrow(name);
    else reading.replace(name);
  }
}

function readStage(stage: Stage, reading: Reading): void {
  const paths: Path[] = [];
  switch (stage.kind) {
    case 'match':
      collectQuery(stage.query, paths);
      reading.read(paths, stage.at);
      return;
    case 'include': {
      collectComputed(stage.projection, paths);
      collectLeaves(stage.projection, [], paths);
      reading.read(
        paths.filter((path) => path.length !== 1 || path[0] !== '_id'),
        stage.at,
      );
      reading.close();
      return;
    }
    case 'addFields':
      readAddFields(stage.projection, stage.at, reading);
      return;
    case 'exclude':
      for (const name of stage.projection.leaves) reading.replace(name);
      return;
    case 'replaceRoot':
      collectExpression(stage.newRoot, paths);
      reading.read(paths, stage.at);
      reading.close();
      return;
    default:
      readSetStage(stage, reading);
  }
}

/** What a stage computes from many documents is all that is left of them, where it closes. */
function readSetStage(stage: SetStage, reading: Reading): void {
  const paths: Path[] = [];
  switch (stage.kind) {
    case 'limit':
    case 'skip':
    case 'sample':
      return;
    case 'unwind':
      reading.read([stage.fields], stage.at);
      if (stage.index) noteChange(stage.index, reading);
      return;
    case 'sort':
      reading.read(
        stage.keys.map(({ fields }) => fields),
        stage.at,
      );
      return;
    case 'group':
    case 'bucket':
    case 'bucketAuto':
      collectExpression(stage.kind === 'group' ? stage.id : stage.by, paths);
      for (const { call } of stage.outputs) collectExpression(call, paths);
      reading.read(paths, stage.at);
      reading.close();
      return;
    case 'window':
      collectExpression(stage.partitionBy, paths);
      for (const { call } of stage.outputs) collectExpression(call, paths);
      reading.read([...paths, ...stage.keys.map(({ fields }) => fields)], stage.at);
      for (const { fields } of stage.outputs) noteChange(fields, reading);
      return;
    case 'lookup':
      reading.readInput(['coordinates', 'radec_geojson']);
      reading.readInput(['cross_matches', stage.collection]);
      // Its stages see the rows; of the document they see the variables.
      for (const { value } of stage.variables) collectExpression(value, paths);
      reading.read(paths, stage.at);
      noteChange(stage.as, reading);
      return;
    case 'count':
      reading.close();
      return;
    case 'facet':
      for (const { stages } of stage.facets) reading.branch(stages, stage.at);
      reading.close();
      return;
    default:
      // What is not known reads everything.
      reading.read([[]], 'unknown');
  }
}

function noteChange(fields: Path, reading: Reading): void {
  const [top = ''] = fields;
  if (fields.length > 1) reading.extend(top);
  else reading.replace(top);
}

/**
 * The input's paths that the stages read; null where a whole document is read or, where the
 * output is to hold the input's fields too (`passesInput`), passes.
 */
export function findReads(
  stages: readonly Stage[],
  output = { passesInput: true },
): readonly string[] | null {
  const reading = new Reading();
  for (const stage of stages) readStage(stage, reading);
  return reading.result(output);
}

/** Every path of the input that the stages read, with the stage that reads it first. */
export function findReadPlaces(
  stages: readonly Stage[],
): readonly (readonly [path: string, at: string])[] {
  const reading = new Reading();
  for (const stage of stages) readStage(stage, reading);
  return reading.ownPaths();
}
