import type { Source } from '../../api/types.ts';
export function SpectraSection({ source }: { readonly source: Source }) {
  return <>{source.id}</>;
}
