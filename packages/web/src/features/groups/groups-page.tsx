import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function GroupsPage() {
  usePageTitle('Groups');
  return <Notice title="Groups" />;
}
