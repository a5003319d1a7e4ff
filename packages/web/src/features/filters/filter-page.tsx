import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function FilterPage() {
  usePageTitle('Filter');
  return <Notice title="Filter" />;
}
