import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';
import { group } from './groups.ts';

const hierarchy = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'The topmost class: `class`, its name, and `subclasses`, a list of such classes; beside them ' +
    '`other names` and `tags`, lists of texts. What else it holds is kept.',
});

export const taxonomy = closed({
  id: rowId('The taxonomy'),
  name: Type.String(),
  version: Type.String(),
  provenance: nullable(Type.String({ description: 'Where it comes from: an address, a git hash' })),
  isLatest: Type.Boolean({ description: 'Whether it is the latest version of this name' }),
  hierarchy,
  created_by: rowId('Who made it'),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
  groups: Type.Array(group, { description: 'Who sees and uses it; those that the viewer sees' }),
  can_change: Type.Boolean({ description: 'Whether the viewer may change it' }),
});

const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const version = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const provenance = nullable(Type.String({ maxLength: 2000 }));
const groupIds = Type.Array(rowId('A group'), { maxItems: 200 });
const idParams = closed({ id: rowId('The taxonomy') });

export const listTaxonomies = defineRoute({
  method: 'GET',
  path: '/api/taxonomy',
  tags: ['taxonomies'],
  summary: 'The taxonomies of the viewer’s groups, by name, latest versions first',
  response: Type.Array(taxonomy),
});

export const getTaxonomy = defineRoute({
  method: 'GET',
  path: '/api/taxonomy/{id}',
  tags: ['taxonomies'],
  summary: 'One taxonomy',
  params: idParams,
  response: taxonomy,
});

export const createTaxonomy = defineRoute({
  method: 'POST',
  path: '/api/taxonomy',
  tags: ['taxonomies'],
  summary: 'Post a version of a taxonomy',
  description:
    'Without `group_ids` it is for everyone. The hierarchy never changes afterwards: what was ' +
    'said by its classes keeps its meaning. `hierarchy_file` is the same as the text of a YAML file.',
  acl: 'Post taxonomy',
  body: closed({
    name,
    version,
    hierarchy: Type.Optional(hierarchy),
    hierarchy_file: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    provenance: Type.Optional(provenance),
    isLatest: Type.Optional(Type.Boolean({ default: true })),
    group_ids: Type.Optional(groupIds),
  }),
  response: closed({ taxonomy_id: rowId('The taxonomy') }),
  examples: {
    body: {
      name: 'Transients',
      version: '1.0.0',
      hierarchy: { class: 'Transient', subclasses: [{ class: 'SN Ia' }, { class: 'SN II' }] },
    },
    response: { taxonomy_id: 3 },
  },
});

export const updateTaxonomy = defineRoute({
  method: 'PUT',
  path: '/api/taxonomy/{id}',
  tags: ['taxonomies'],
  summary: 'Change what is said of a taxonomy; what is not named stays',
  description: 'Its maker, admins of its groups and System admins may. Of groups, the new list.',
  acl: 'Post taxonomy',
  params: idParams,
  body: closed({
    name: Type.Optional(name),
    version: Type.Optional(version),
    hierarchy: Type.Optional(hierarchy),
    provenance: Type.Optional(provenance),
    isLatest: Type.Optional(Type.Boolean()),
    group_ids: Type.Optional(groupIds),
  }),
  ignored: { body: ['id'] },
  response: closed({}),
  examples: { body: { isLatest: false } },
});

export const deleteTaxonomy = defineRoute({
  method: 'DELETE',
  path: '/api/taxonomy/{id}',
  tags: ['taxonomies'],
  summary: 'Delete a taxonomy by which nothing was ever said',
  acl: 'Delete taxonomy',
  params: idParams,
  response: closed({}),
});
