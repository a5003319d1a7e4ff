import type { TaxonomyNode } from '@fritz/archive';
import { refuseField } from '../../http/fritz-error.ts';

const maxClasses = 20_000;
const maxDepth = 100;

/**
 * Checks a hierarchy as the field's taxonomies are written (tdtax): each node names its `class` and
 * may have `subclasses`, `other names` and `tags`. A class may stand in several places (a kilonova
 * is a merger of two neutron stars, or of one with a black hole), but not twice under one parent,
 * nor below itself.
 *
 * @throws InvalidRequestError that names the place
 */
export function checkHierarchy(given: Readonly<Record<string, unknown>>): TaxonomyNode {
  let count = 0;
  const visit = (node: unknown, place: string, above: readonly string[]): string => {
    count += 1;
    if (count > maxClasses) refuseField(place, `there are more than ${maxClasses} classes`);
    if (above.length > maxDepth) refuseField(place, `it is more than ${maxDepth} levels deep`);
    if (!isObject(node)) refuseField(place, 'is not a class with its fields');
    const { class: name, subclasses = [] } = node;
    if (typeof name !== 'string' || name.trim() === '' || name.length > 500) {
      refuseField(`${place}.class`, 'is not the name of a class');
    }
    if (above.includes(name)) refuseField(`${place}.class`, `“${name}” stands below itself`);
    checkTexts(node, 'other names', place);
    checkTexts(node, 'tags', place);
    if (!Array.isArray(subclasses)) refuseField(`${place}.subclasses`, 'is not a list');
    const names = new Set<string>();
    for (const [index, one] of subclasses.entries()) {
      const found = visit(one, `${place}.subclasses[${index}]`, [...above, name]);
      if (names.has(found)) {
        refuseField(
          `${place}.subclasses[${index}].class`,
          `“${found}” stands twice below “${name}”`,
        );
      }
      names.add(found);
    }
    return name;
  };
  visit(given, 'hierarchy', []);
  // It was walked through just now.
  return given as TaxonomyNode;
}

function checkTexts(node: Record<string, unknown>, field: string, place: string): void {
  const given = node[field] ?? [];
  // One text stands for a list of one, as in the taxonomy that Fritz runs with.
  const texts = typeof given === 'string' ? [given] : given;
  if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string')) {
    refuseField(`${place}.${field}`, 'is not a list of texts');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
