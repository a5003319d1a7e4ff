import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function SourcePage() {
  usePageTitle('Source');
  return <Notice title="Source" />;
}
