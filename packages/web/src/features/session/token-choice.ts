import { formatUtc } from '../../format/time.ts';

/** How much a new token may do: some of the viewer's permissions, or whatever he has. */
export type Scope = 'some' | 'all';

/** For how many days a new token lives. */
export type Life = '7' | '30' | '90' | '365' | 'never';

export const LIVES: readonly { readonly id: Life; readonly label: string }[] = [
  { id: '7', label: 'in a week' },
  { id: '30', label: 'in 30 days' },
  { id: '90', label: 'in 90 days' },
  { id: '365', label: 'in a year' },
  { id: 'never', label: 'never' },
];

/** The permissions to ask for; null: all, those of later included. */
export function scopeAcls(scope: Scope, chosen: readonly string[]): readonly string[] | null {
  return scope === 'all' ? null : chosen;
}

const MS_PER_DAY = 86_400_000;

/** When a token ends that is made now; null: never. */
export function lifeEnd(life: Life, now: Date): Date | null {
  return life === 'never' ? null : new Date(now.getTime() + Number(life) * MS_PER_DAY);
}

/** What whoever has the token will be able to do, before it is made. */
export function tellToken(acls: readonly string[] | null, end: Date | null): string {
  const reads = 'Whoever has this token reads all that you see';
  const does =
    acls === null
      ? ', and does all that you may do, now and later'
      : acls.length === 0
        ? ', and changes nothing'
        : `, and may: ${acls.join(', ')}`;
  const until = end === null ? 'until you revoke it' : `until ${formatUtc(end).slice(0, 10)}`;
  return `${reads}${does}, ${until}.`;
}
