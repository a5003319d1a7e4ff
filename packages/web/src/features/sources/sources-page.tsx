import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function SourcesPage() {
  usePageTitle('Saved');
  return <Notice title="Saved" />;
}
