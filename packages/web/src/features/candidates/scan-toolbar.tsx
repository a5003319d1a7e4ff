import HelpIcon from '@mui/icons-material/KeyboardOutlined';
import RefreshIcon from '@mui/icons-material/Refresh';
import { Box, IconButton } from '@mui/material';
import { PickMany } from './pick-many.tsx';
import { SavedStatusSelect } from './saved-status-select.tsx';
import type { ScanSearch } from './scan-slice.ts';
import { useFilterGroups } from './use-filter-groups.ts';
import { ViewMenu } from './view-menu.tsx';
import { WindowSelect } from './window-select.tsx';

type ScanToolbarProps = {
  readonly search: ScanSearch;
  readonly onChange: (search: Partial<ScanSearch>) => void;
  readonly onRefresh: () => void;
  readonly onHelp: () => void;
  /** How many there are, and which one is looked at. */
  readonly summary: string;
};

/** What is scanned and how it is drawn. */
export function ScanToolbar(props: ScanToolbarProps) {
  const { search, onChange, onRefresh, onHelp, summary } = props;
  const { groups, filters } = useFilterGroups(search.groupIds);
  return (
    <Box
      role="search"
      aria-label="Candidates"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'repeat(2, minmax(0, 1fr))',
          md: 'repeat(4, minmax(0, 220px)) 1fr',
        },
        gap: 1,
        alignItems: 'center',
      }}
    >
      <PickMany
        label="Groups"
        allLabel="All my groups"
        options={groups}
        chosen={search.groupIds}
        onChoose={(groupIds) => onChange({ groupIds, filterIds: [] })}
      />
      <PickMany
        id="scan-filters"
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
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'flex-end',
          alignItems: 'center',
          gridColumn: { xs: '1 / -1', md: 'auto' },
        }}
      >
        <Box component="h1" sx={{ m: 0, mr: 'auto', fontSize: 13, fontWeight: 600 }}>
          {summary}
        </Box>
        <ViewMenu />
        <IconButton aria-label="Refresh" title="Refresh (r)" onClick={onRefresh}>
          <RefreshIcon fontSize="small" />
        </IconButton>
        <IconButton
          aria-label="Keys"
          title="Keys (?)"
          onClick={onHelp}
          sx={{ display: { xs: 'none', md: 'inline-flex' } }}
        >
          <HelpIcon fontSize="small" />
        </IconButton>
      </Box>
    </Box>
  );
}
