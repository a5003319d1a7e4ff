import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function FiltersPage() {
  usePageTitle('Filters');
  return <Notice title="Filters" />;
}
