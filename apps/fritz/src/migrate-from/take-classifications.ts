import { authorOf, ItemProblem, type Migration, type Taken } from './migration.ts';
import { type Said, takeSaid } from './take-notes.ts';
import { takeVersions, withVersions } from './take-versions.ts';
import { type Item, itemsOf, pick } from './things.ts';

/** What people and models say that an object is, and who agreed. */
export async function takeClassifications(migration: Migration, objId: string): Promise<void> {
  const path = `sources/${encodeURIComponent(objId)}/classifications`;
  const items = await migration.list('classifications', path);
  const said = saidOf(migration, objId, path);
  for (const item of items) await takeVersions(migration, item, said);
  await takeSaid(migration, items, said);
  for (const item of items) {
    for (const vote of itemsOf(item.votes)) await takeVote(migration, item, vote);
  }
}

function saidOf(migration: Migration, objId: string, path: string): Said {
  const fields = ['classification', 'probability', 'ml', 'origin'];
  return {
    kind: 'classifications',
    path,
    postPath: 'classification',
    putPath: (id) => `classification/${id}`,
    fieldsOf: (item) => pick(item, fields),
    bodyOf: async (item) => ({
      obj_id: objId,
      ...pick(item, fields),
      taxonomy_id: migration.demand('taxonomies', item.taxonomy_id),
      // Those who voted are taken by themselves, and nobody looked at it by now.
      vote: false,
      label: false,
    }),
    idHere: (item) => migration.journal.number(withVersions, item.id),
    isSame: (here, item, author) =>
      !migration.journal.values(withVersions).has(Number(here.id)) &&
      here.classification === item.classification &&
      here.taxonomy_id === migration.journal.number('taxonomies', item.taxonomy_id) &&
      authorOf(here) === author,
  };
}

async function takeVote(migration: Migration, classification: Item, vote: Item): Promise<void> {
  const mark = String(vote.vote);
  const cast = async (): Promise<Taken> => {
    const id = migration.demand('classifications', classification.id);
    const voter = migration.demand('users', vote.voter_id);
    const api = await migration.options.apiAs(voter);
    const answer = await api('POST', `classification/votes/${id}`, { vote: vote.vote });
    if (answer.status !== 200) throw new ItemProblem(answer.message, answer);
    return { to: null, mark };
  };
  await migration.take('votes', `${classification.id}/${vote.voter_id}`, {
    make: cast,
    again: async (known) =>
      known.mark === mark
        ? { to: null, mark, outcome: 'before' }
        : { ...(await cast()), outcome: 'updated' },
  });
}
