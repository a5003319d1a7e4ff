import { Box, Button, Stack, Typography } from '@mui/material';
import { type ComponentType, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useEndOpening } from '../../ui/use-end-opening.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { GroupsWidget } from './groups-widget.tsx';
import {
  moveBy,
  placeBefore,
  setHidden,
  USUAL_LAYOUT,
  WIDGET_IDS,
  type WidgetId,
  type WidgetPlace,
} from './layout.ts';
import { SkyMapsWidget } from './sky-maps-widget.tsx';
import { SkyWidget } from './sky-widget.tsx';
import {
  CountsWidget,
  NewsWidget,
  RecentWidget,
  TopSaversWidget,
  TopSourcesWidget,
} from './source-widgets.tsx';
import { TelescopesWidget } from './telescopes-widget.tsx';
import { TonightWidget } from './tonight-widget.tsx';
import { useIsFirstThere } from './use-is-first-there.ts';
import { useLayout } from './use-layout.ts';
import { WidgetFrame } from './widget-frame.tsx';

type Widget = {
  readonly title: string;
  readonly Body: ComponentType<Record<never, never>>;
};

const WIDGETS: Readonly<Record<WidgetId, Widget>> = {
  tonight: { title: 'Tonight’s stream', Body: TonightWidget },
  recent: { title: 'Recently saved', Body: RecentWidget },
  news: { title: 'News', Body: NewsWidget },
  sky: { title: 'Sky now', Body: SkyWidget },
  counts: { title: 'Sources saved', Body: CountsWidget },
  'top-sources': { title: 'Top sources', Body: TopSourcesWidget },
  'top-savers': { title: 'Top savers', Body: TopSaversWidget },
  groups: { title: 'My groups', Body: GroupsWidget },
  'sky-maps': { title: 'Recent sky maps', Body: SkyMapsWidget },
  telescopes: { title: 'Telescopes', Body: TelescopesWidget },
};

function isWidgetId(text: string): text is WidgetId {
  return WIDGET_IDS.some((id) => id === text);
}

type TitleProps = {
  readonly layout: readonly WidgetPlace[];
  readonly onChange: (layout: readonly WidgetPlace[]) => void;
};

/** With what is hidden, to be shown again. */
function Title({ layout, onChange }: TitleProps) {
  const hidden = layout.filter(({ isHidden }) => isHidden);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, alignItems: 'center' }}>
      <Typography variant="h1" sx={{ flex: 1 }}>
        Dashboard
      </Typography>
      {hidden.map(({ id }) => (
        <Button key={id} onClick={() => onChange(setHidden(layout, id, false))}>
          + {WIDGETS[id].title}
        </Button>
      ))}
      {hidden.length > 0 && <Button onClick={() => onChange(USUAL_LAYOUT)}>As it was</Button>}
    </Box>
  );
}

/** Where one starts: what happened, what runs, and how dark it is. */
export function DashboardPage() {
  usePageTitle('Dashboard');
  useEndOpening(useIsFirstThere());
  const { layout, error, change } = useLayout();
  const [told, setTold] = useState('');
  const shown = layout.filter(({ isHidden }) => !isHidden);
  const move = (id: WidgetId, steps: number) => {
    const next = moveBy(layout, id, steps);
    const place = next.filter(({ isHidden }) => !isHidden).findIndex((one) => one.id === id);
    setTold(`${WIDGETS[id].title} is at place ${place + 1} of ${shown.length}`);
    change(next);
  };
  return (
    <Stack spacing={1.5} sx={{ pt: 2 }}>
      <Title layout={layout} onChange={change} />
      {error !== undefined && <ErrorNotice what="The layout is not kept" error={error} />}
      <Box
        aria-live="polite"
        sx={{
          position: 'absolute',
          width: '1px',
          height: '1px',
          overflow: 'hidden',
          clipPath: 'inset(50%)',
        }}
      >
        {told}
      </Box>
      {shown.length === 0 && (
        <Notice title="Every widget is hidden">
          <Button variant="contained" onClick={() => change(USUAL_LAYOUT)}>
            Show them again
          </Button>
        </Notice>
      )}
      <Box sx={{ columnWidth: 340, columnGap: 1.5, '& > *': { breakInside: 'avoid', mb: 1.5 } }}>
        {shown.map(({ id }) => {
          const { title, Body } = WIDGETS[id];
          return (
            <WidgetFrame
              key={id}
              id={id}
              title={title}
              onMove={(steps) => move(id, steps)}
              onDrop={(dragged) => {
                if (isWidgetId(dragged)) change(placeBefore(layout, dragged, id));
              }}
              onHide={() => change(setHidden(layout, id, true))}
            >
              <Body />
            </WidgetFrame>
          );
        })}
      </Box>
    </Stack>
  );
}
