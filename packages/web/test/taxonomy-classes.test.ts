import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Taxonomy } from '../src/api/types.ts';
import {
  listClasses,
  readProbability,
  searchClasses,
} from '../src/features/classifications/taxonomy-classes.ts';

function taxonomy(id: number, isLatest: boolean, hierarchy: Taxonomy['hierarchy']): Taxonomy {
  return {
    id,
    name: `Taxonomy ${id}`,
    version: '1',
    provenance: null,
    isLatest,
    hierarchy,
    created_by: 1,
    created_at: '2026-06-13T00:00:00',
    modified: '2026-06-13T00:00:00',
    groups: [],
    can_change: false,
  };
}

const tree = {
  class: 'Time-domain',
  subclasses: [
    {
      class: 'Supernova',
      subclasses: [
        { class: 'Ia', 'other names': ['SN Ia', 'type Ia'], subclasses: [{ class: 'Ia-91bg' }] },
        { class: 'II', subclasses: [{ class: 'IIb' }] },
      ],
    },
    { class: 'AGN', subclasses: 'nothing that is one' },
    'nothing that is one',
  ],
};
const classes = listClasses([taxonomy(1, true, tree), taxonomy(2, false, { class: 'Old' })]);

test('classes come depth first with those above them, of latest versions alone', () => {
  assert.deepEqual(
    classes.map(({ path, name }) => [...path, name].join('/')),
    [
      'Time-domain',
      'Time-domain/Supernova',
      'Time-domain/Supernova/Ia',
      'Time-domain/Supernova/Ia/Ia-91bg',
      'Time-domain/Supernova/II',
      'Time-domain/Supernova/II/IIb',
      'Time-domain/AGN',
    ],
  );
});

test('a search finds the exact name first, then beginnings, other names and paths', () => {
  const names = (search: string) => searchClasses(classes, search).map(({ name }) => name);
  assert.deepEqual(names('ia'), ['Ia', 'Ia-91bg']);
  assert.deepEqual(names('sn ia'), ['Ia']);
  assert.deepEqual(names('supernova iib'), ['IIb']);
  assert.equal(names('SUPERNOVA')[0], 'Supernova');
  assert.deepEqual(names('quasar'), []);
  assert.equal(names(' ').length, classes.length);
});

test('a probability is a fraction or a percentage', () => {
  assert.equal(readProbability(' 0.7 '), 0.7);
  assert.equal(readProbability('70%'), 0.7);
  assert.equal(readProbability('0,25'), 0.25);
  assert.equal(readProbability(''), null);
  for (const text of ['1.2', '-0.1', 'likely', '101 %']) {
    assert.equal(readProbability(text), undefined, text);
  }
});
