import BellIcon from '@mui/icons-material/NotificationsNone';
import { Badge, IconButton, Popover } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useAppSelector } from '../../app/hooks.ts';
import { Waiting } from '../../ui/waiting.tsx';

/** What one was told is fetched when one looks. */
const NotificationList = lazy(async () => ({
  default: (await import('./notification-list.tsx')).NotificationList,
}));

/** How much one was told and has not seen; and what it is. */
export function NotificationBell() {
  const unseen = useAppSelector(({ live }) => live.unseen);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <IconButton
        aria-label={unseen === 0 ? 'Notifications' : `Notifications: ${unseen} not seen`}
        title="Notifications"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {/* The button's name tells the number. */}
        <Badge
          badgeContent={unseen === 0 ? null : unseen}
          color="primary"
          max={99}
          slotProps={{ badge: { 'aria-hidden': true } }}
        >
          <BellIcon fontSize="small" />
        </Badge>
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': 'Notifications',
            sx: { width: 380, maxWidth: 'calc(100vw - 16px)', p: 1.5 },
          },
        }}
      >
        <Suspense fallback={<Waiting />}>
          <NotificationList onLeave={close} />
        </Suspense>
      </Popover>
    </>
  );
}
