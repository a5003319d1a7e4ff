import type { Expression, ProjectionNode, Query, Stage } from './tree.ts';

type Path = readonly string[];

/** Adds the document paths that an expression reads; an empty path is the whole document. */
function collectExpression(node: Expression, into: Path[]): void {
  switch (node.kind) {
    case 'constant':
      return;
    case 'path':
      if (node.slot === null) into.push(node.fields);
      return;
    case 'object':
      for (const [, value] of node.fields) collectExpression(value, into);
      return;
    case 'array':
      for (const item of node.items) collectExpression(item, into);
      return;
    case 'call':
      for (const argument of node.args) collectExpression(argument, into);
      for (const argument of Object.values(node.named)) collectExpression(argument, into);
  }
}

/** A trailing index ("cross_matches.X.0") reads the array itself. */
function withoutIndices(fields: Path): Path {
  const index = fields.findIndex((field, position) => position > 0 && /^\d+$/.test(field));
  return index === -1 ? fields : fields.slice(0, index);
}

function collectQuery(query: Query, into: Path[]): void {
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
  private readonly paths = new Set<string>();
  private readonly replaced = new Set<string>();
  private isClosed = false;
  private isWhole = false;

  /** A stage reads these paths of its input document. */
  read(paths: readonly Path[]): void {
    if (this.isClosed) return;
    for (const path of paths) {
      const [top] = path;
      if (top === undefined) this.isWhole = true;
      else if (!this.replaced.has(top)) this.paths.add(path.join('.'));
    }
  }

  /** From here on `name` is not the input's field any more. */
  replace(name: string): void {
    this.replaced.add(name);
  }

  /** From here on nothing of the input is left but what was read. */
  close(): void {
    this.isClosed = true;
  }

  result(): readonly string[] | null {
    if (this.isWhole || !this.isClosed) return null;
    const sorted = [...this.paths].sort();
    return sorted.filter((path) => !sorted.some((other) => path.startsWith(`${other}.`)));
  }
}

function readStage(stage: Stage, reading: Reading): void {
  const paths: Path[] = [];
  switch (stage.kind) {
    case 'match':
      collectQuery(stage.query, paths);
      reading.read(paths);
      return;
    case 'include': {
      collectComputed(stage.projection, paths);
      collectLeaves(stage.projection, [], paths);
      reading.read(paths.filter((path) => path.length !== 1 || path[0] !== '_id'));
      reading.close();
      return;
    }
    case 'addFields':
      collectComputed(stage.projection, paths);
      reading.read(paths);
      for (const name of stage.projection.computed.keys()) reading.replace(name);
      return;
    case 'exclude':
      for (const name of stage.projection.leaves) reading.replace(name);
      return;
    case 'replaceRoot':
      collectExpression(stage.newRoot, paths);
      reading.read(paths);
      reading.close();
  }
}

/** The input's paths that the stages read; null where a whole document is read or passes. */
export function findReads(stages: readonly Stage[]): readonly string[] | null {
  const reading = new Reading();
  for (const stage of stages) readStage(stage, reading);
  return reading.result();
}
