import { ItemProblem, type Migration } from './migration.ts';
import { type Item, itemsOf, markOf, pick } from './things.ts';

const fields = ['validated', 'explanation', 'notes'];

/** What people judged of single points, which came with the points; here each point has one verdict. */
export async function takeValidations(
  migration: Migration,
  points: readonly Item[],
): Promise<void> {
  for (const point of points) {
    const verdicts = itemsOf(point.validations).toSorted((a, b) => Number(a.id) - Number(b.id));
    const last = verdicts.at(-1);
    if (last === undefined) continue;
    await takeVerdict(migration, point, last);
    if (verdicts.length > 1) {
      const why = `of ${verdicts.length} verdicts on a point the last one was taken`;
      migration.tell('note', 'validations', last.id, why);
    }
  }
}

async function takeVerdict(migration: Migration, point: Item, verdict: Item): Promise<void> {
  const body = { validated: verdict.validated ?? null, ...pick(verdict, fields.slice(1)) };
  const mark = markOf(body);
  const write = async () => {
    const id = migration.journal.get('points', point.id);
    if (id === null) throw new ItemProblem('the point that it is on is not here');
    const author = migration.journal.number('users', verdict.validator_id ?? null);
    const path = `photometry/${id}/validation`;
    const what = { kind: 'validations', id: verdict.id, path, body };
    const made = await migration.askAs(author, what);
    return { to: String(made.id), mark };
  };
  await migration.take('validations', `${point.id}/${verdict.id}`, {
    make: write,
    again: async (known) =>
      known.mark === mark
        ? { ...known, mark, outcome: 'before' }
        : { ...(await write()), outcome: 'updated' },
  });
}
