import type { ProjectionNode, Stage } from '../tree.ts';
import { typeOfExpression } from './expressions.ts';
import {
  ANYTHING,
  anyOf,
  documentOf,
  elementOf,
  MISSING,
  NULLISH,
  RANK,
  type ValueType,
  without,
} from './types.ts';

function typeOf(expression: Parameters<typeof typeOfExpression>[0], root: ValueType): ValueType {
  return typeOfExpression(expression, { root, variables: new Map() });
}

function withField(root: ValueType, name: string, type: ValueType): ValueType {
  return { ...root, fields: new Map(root.fields).set(name, type) };
}

/** The type with these fields only; of what is computed in it nothing is said. */
function pick(type: ValueType, node: ProjectionNode): ValueType {
  if (type.ranks === null || node.computed.size > 0) return ANYTHING;
  const fields = new Map<string, ValueType>();
  for (const name of node.leaves) fields.set(name, type.fields.get(name) ?? ANYTHING);
  for (const [name, child] of node.children) {
    fields.set(name, pick(type.fields.get(name) ?? ANYTHING, child));
  }
  // What has no fields goes.
  const kept = [...type.ranks].filter((rank) => rank === RANK.document || rank === RANK.list);
  const gone = kept.length < type.ranks.size ? [RANK.missing] : [];
  const element = type.element === null ? null : pick(type.element, node);
  return { ranks: new Set([...kept, ...gone]), fields, element };
}

function afterInclusion(node: ProjectionNode, root: ValueType): ValueType {
  const fields = new Map<string, ValueType>();
  for (const name of node.leaves) fields.set(name, root.fields.get(name) ?? ANYTHING);
  for (const [name, child] of node.children) {
    fields.set(name, pick(root.fields.get(name) ?? ANYTHING, child));
  }
  for (const [name, value] of node.computed) fields.set(name, typeOf(value, root));
  return documentOf(fields);
}

function afterAddition(node: ProjectionNode, root: ValueType): ValueType {
  const fields = new Map(root.fields);
  for (const [name, value] of node.computed) fields.set(name, typeOf(value, root));
  for (const name of node.children.keys()) fields.set(name, ANYTHING);
  return documentOf(fields);
}

/** The documents behind a stage, as far as their types are known; a superset of what they are. */
export function typeAfter(stage: Stage, root: ValueType): ValueType {
  switch (stage.kind) {
    case 'match':
    case 'sort':
    case 'limit':
    case 'skip':
    case 'sample':
      return root;
    case 'include':
      return afterInclusion(stage.projection, root);
    case 'addFields':
      return afterAddition(stage.projection, root);
    case 'exclude': {
      const { leaves, children } = stage.projection;
      const changed = [...leaves, ...children.keys()];
      return changed.reduce((type, name) => withField(type, name, ANYTHING), root);
    }
    case 'replaceRoot': {
      const type = typeOf(stage.newRoot, root);
      return type.ranks === null ? ANYTHING : documentOf(type.fields);
    }
    case 'unwind':
      return afterUnwind(stage, root);
    case 'lookup':
      return withField(root, stage.as[0] ?? '', ANYTHING);
    case 'window':
      return stage.outputs.reduce(
        (type, { fields }) => withField(type, fields[0] ?? '', ANYTHING),
        root,
      );
    default:
      return ANYTHING;
  }
}

function afterUnwind(
  { fields, index, keepsEmpty }: Extract<Stage, { kind: 'unwind' }>,
  root: ValueType,
): ValueType {
  const [name = '', ...rest] = fields;
  const before = root.fields.get(name) ?? ANYTHING;
  const one = anyOf([
    elementOf(before),
    before.ranks === null ? ANYTHING : without(before, RANK.list),
    keepsEmpty ? NULLISH : MISSING,
  ]);
  const unwound = withField(root, name, rest.length > 0 ? ANYTHING : one);
  return index === null ? unwound : withField(unwound, index[0] ?? '', ANYTHING);
}
