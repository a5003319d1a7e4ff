import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';

export function ProfilePage() {
  usePageTitle('Profile');
  return <Notice title="Profile" />;
}
