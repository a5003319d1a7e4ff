import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addJointHistory,
  JointCurves,
  type JointSource,
  jointFields,
  jointNeeds,
  MissingJointError,
  NOTHING_JOINT,
  readsJoint,
  wholeDocumentSchema,
} from '../../src/index.ts';

test("a document's fields of other surveys are those of their own histories", () => {
  assert.deepEqual(jointFields('ztf'), ['aliases', 'LSST', 'WINTER', 'PGIR']);
  assert.deepEqual(jointFields('pgir'), ['aliases', 'ZTF', 'LSST', 'WINTER']);
  const paths = wholeDocumentSchema('ztf').map(({ path }) => path);
  for (const path of [
    ...['candidate.drb', 'aliases.LSST', 'LSST.prv_candidates', 'LSST.prv_candidates.psfFlux'],
    ...['LSST.prv_candidates.magpsf', 'LSST.fp_hists.psfFlux', 'WINTER.prv_candidates.magpsf'],
  ]) {
    assert.ok(paths.includes(path), path);
  }
  assert.ok(!paths.some((path) => /^(ZTF|WINTER\.fp_hists|LSST\.candidate)/.test(path)));
  assert.equal(new Set(paths).size, paths.length);
});

test('a filter reads other surveys where it names them', () => {
  const reads = (paths: readonly string[] | null, text = '') => readsJoint('ztf', paths, text);
  assert.ok(reads(['candidate.drb', 'LSST.prv_candidates.jd']));
  assert.ok(reads(['aliases']));
  assert.ok(!reads(['candidate.drb', 'cross_matches.LSST']));
  assert.ok(!reads(['ZTF.prv_candidates']), 'its own survey is none of the others');
  assert.ok(!reads(null, '[{"$project": {"d": "$$ROOT"}}]'));
  for (const name of ['"$LSST.fp_hists"', '{"WINTER.prv_candidates.0": 1}', '"$$ROOT.aliases"']) {
    assert.ok(reads(null, `[{"$project": {"d": "$$ROOT", "n": ${name}}}]`), name);
  }
});

test('of other surveys only that is made which filters read', () => {
  const needs = jointNeeds('ztf', [['LSST.prv_candidates.jd', 'candidate.drb'], ['aliases']]);
  assert.deepEqual(needs.get('lsst')?.detections, ['jd']);
  assert.equal(needs.get('lsst')?.forced, null);
  assert.equal(needs.get('winter')?.detections, null);
  assert.equal(jointNeeds('ztf', [['LSST']]).get('lsst')?.detections, 'all');
});

test('nothing is read before somebody looked, and without links there are empty lists', () => {
  const source: Omit<JointSource, 'look'> = {
    ...{ survey: 'lsst', curves: new JointCurves(new Map()), joint: 'all' },
    programIds: new Set([1]),
  };
  const document: Record<string, unknown> = {};
  addJointHistory(document, { jd: 0 }, { ...source, look: null });
  assert.throws(() => document.ZTF, MissingJointError);
  assert.throws(() => document.aliases, MissingJointError);
  const unlinked: Record<string, unknown> = {};
  addJointHistory(unlinked, { jd: 0 }, { ...source, look: NOTHING_JOINT });
  assert.deepEqual(unlinked.aliases, { ZTF: [], WINTER: [], PGIR: [] });
  assert.deepEqual(JSON.parse(JSON.stringify(unlinked.ZTF)), { prv_candidates: [], fp_hists: [] });
});
