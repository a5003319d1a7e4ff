import { Box, Button } from '@mui/material';
import { Link, NavLink, useLocation } from 'react-router';
import { NotificationBell } from '../features/notifications/notification-bell.tsx';
import { OutboxCount } from '../features/outbox/outbox-count.tsx';
import { HeaderSearch } from '../features/search/header-search.tsx';
import { LiveDot } from '../features/stream/live-dot.tsx';
import { TonightStrip } from '../features/stream/tonight-strip.tsx';
import { BrandMark } from '../ui/brand-mark.tsx';
import { MoreMenu } from './more-menu.tsx';
import { NavLabel } from './nav-label.tsx';
import { NavMenu } from './nav-menu.tsx';
import { isWithin, useNavPages } from './nav-pages.ts';
import { ThemeMenu } from './theme-menu.tsx';

export const HEADER_HEIGHT_PX = 48;

function NavButtons() {
  const { pathname } = useLocation();
  const pages = useNavPages();
  return (
    <Box component="nav" aria-label="Pages" sx={{ display: { xs: 'none', md: 'flex' }, gap: 0.5 }}>
      {pages
        .filter(({ isMore }) => isMore !== true)
        .map((page) => {
          const { path, label } = page;
          const isHere = isWithin(page, pathname);
          return (
            <Button
              key={path}
              component={NavLink}
              to={path}
              color={isHere ? 'primary' : 'inherit'}
              sx={{ fontWeight: isHere ? 650 : 500, px: 1.25, minWidth: 0 }}
            >
              <NavLabel path={path} label={label} />
            </Button>
          );
        })}
      <MoreMenu pages={pages.filter(({ isMore }) => isMore === true)} />
    </Box>
  );
}

/** Brand, pages, the search, tonight's stream, the live dot, the theme. */
export function Header() {
  return (
    <Box
      component="header"
      sx={{
        position: { md: 'sticky' },
        top: 0,
        zIndex: 'appBar',
        height: HEADER_HEIGHT_PX,
        bgcolor: 'background.paper',
        borderBottom: 1,
        borderColor: 'divider',
        display: 'flex',
        alignItems: 'center',
        gap: { xs: 0.5, md: 1.5, xl: 3 },
        px: { xs: 1, sm: 2 },
      }}
    >
      <NavMenu />
      <Box
        component={Link}
        to="/"
        aria-label="Fritz: the dashboard"
        sx={{ color: 'inherit', textDecoration: 'none', display: 'inline-flex' }}
      >
        <BrandMark />
      </Box>
      <NavButtons />
      <Box sx={{ flex: 1 }} />
      <HeaderSearch />
      <Box sx={{ display: { xs: 'none', xl: 'block' } }}>
        <TonightStrip />
      </Box>
      <OutboxCount />
      <LiveDot />
      <NotificationBell />
      <ThemeMenu />
    </Box>
  );
}
