import HelpIcon from '@mui/icons-material/KeyboardOutlined';
import RefreshIcon from '@mui/icons-material/Refresh';
import ReportIcon from '@mui/icons-material/SummarizeOutlined';
import { Badge, Box, Button, IconButton } from '@mui/material';
import { memo, type ReactNode } from 'react';
import { Link } from 'react-router';
import { PickMany } from './pick-many.tsx';
import { ProfileSelect } from './profile-select.tsx';
import { SavedStatusSelect } from './saved-status-select.tsx';
import { countHidden, type ScanSearch } from './scan-search.ts';
import { useFilterGroups } from './use-filter-groups.ts';
import type { ScanActions } from './use-scan-keys.ts';
import type { ScanProfiles } from './use-scan-profiles.ts';
import { ViewMenu } from './view-menu.tsx';
import { WindowSelect } from './window-select.tsx';

type ToolbarActions = Pick<ScanActions, 'openFilters' | 'refresh' | 'toggleHelp'>;

type ScanToolbarProps = {
  readonly search: ScanSearch;
  readonly onChange: (search: Partial<ScanSearch>) => void;
  readonly actions: ToolbarActions;
  readonly profiles: ScanProfiles;
  /** How many there are, and which one is looked at. */
  readonly summary: ReactNode;
};

type ButtonsProps = ToolbarActions & Pick<ScanToolbarProps, 'search' | 'profiles'>;

/** What moves in the list changes none of them. */
const ToolbarButtons = memo(function ToolbarButtons(props: ButtonsProps) {
  const { search, profiles, openFilters, refresh, toggleHelp } = props;
  const hiddenCount = countHidden(search);
  return (
    <>
      <ProfileSelect search={search} profiles={profiles} />
      <Badge badgeContent={hiddenCount} color="primary">
        <Button color="inherit" title="All conditions (.)" onClick={openFilters}>
          Conditions
        </Button>
      </Badge>
      <ViewMenu />
      <IconButton
        component={Link}
        to="/candidates/reports"
        aria-label="Scan reports"
        title="Scan reports"
      >
        <ReportIcon fontSize="small" />
      </IconButton>
      <IconButton aria-label="Refresh" title="Refresh (r)" onClick={refresh}>
        <RefreshIcon fontSize="small" />
      </IconButton>
      <IconButton
        aria-label="Keys"
        title="Keys (?)"
        onClick={toggleHelp}
        sx={{ display: { xs: 'none', md: 'inline-flex' } }}
      >
        <HelpIcon fontSize="small" />
      </IconButton>
    </>
  );
});

type FieldsProps = Pick<ScanToolbarProps, 'search' | 'onChange'>;

const ToolbarFields = memo(function ToolbarFields({ search, onChange }: FieldsProps) {
  const { groups, filters } = useFilterGroups(search.groupIds);
  return (
    <>
      <PickMany
        label="Groups"
        allLabel="All my groups"
        options={groups}
        chosen={search.groupIds}
        onChoose={(groupIds) => onChange({ groupIds, filterIds: [] })}
      />
      <PickMany
        label="Filters"
        allLabel="All filters"
        options={filters}
        chosen={search.filterIds}
        onChoose={(filterIds) => onChange({ filterIds })}
      />
      <WindowSelect window={search.window} onChange={(window) => onChange({ window })} />
      <SavedStatusSelect
        value={search.savedStatus}
        onChange={(savedStatus) => onChange({ savedStatus })}
      />
    </>
  );
});

/** What is scanned and how it is drawn. */
export function ScanToolbar(props: ScanToolbarProps) {
  const { search, onChange, actions, profiles, summary } = props;
  return (
    <Box
      role="search"
      aria-label="Candidates"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'repeat(2, minmax(0, 1fr))',
          md: 'repeat(4, minmax(0, 1fr))',
          lg: 'repeat(4, minmax(0, 168px)) 1fr',
        },
        gap: 1,
        alignItems: 'center',
      }}
    >
      <ToolbarFields search={search} onChange={onChange} />
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          justifyContent: 'flex-end',
          alignItems: 'center',
          gap: 0.5,
          gridColumn: { xs: '1 / -1', lg: 'auto' },
        }}
      >
        <Box component="h1" sx={{ m: 0, mr: 'auto', fontSize: 13, fontWeight: 600 }}>
          {summary}
        </Box>
        <ToolbarButtons
          search={search}
          profiles={profiles}
          openFilters={actions.openFilters}
          refresh={actions.refresh}
          toggleHelp={actions.toggleHelp}
        />
      </Box>
    </Box>
  );
}
