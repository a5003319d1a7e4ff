import { Box } from '@mui/material';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { usePrefetch } from '../../app/use-prefetch.ts';
import { useEndOpening } from '../../ui/use-end-opening.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { loadCutoutDialog } from '../cutouts/cutout-trio.tsx';
import { CandidateResults } from './candidate-results.tsx';
import { NewPill } from './new-pill.tsx';
import { NextPrefetch } from './next-prefetch.tsx';
import type { ScanSearch } from './scan-search.ts';
import { searchChanged } from './scan-slice.ts';
import { ScanThumbBar } from './scan-thumb-bar.tsx';
import { ScanToolbar } from './scan-toolbar.tsx';
import { ScanWhere } from './scan-where.tsx';
import { SwipeArea } from './swipe-area.tsx';
import { useAnchoredInsert } from './use-anchored-insert.ts';
import { useCandidateList } from './use-candidate-list.ts';
import { useEndScan } from './use-last-scan.ts';
import { useReturnToActive } from './use-return-to-active.ts';
import { type ScanHooks, useScanActions } from './use-scan-actions.ts';
import { useScanKeys } from './use-scan-keys.ts';
import { type ScanProfiles, useDefaultProfile, useScanProfiles } from './use-scan-profiles.ts';
import { loadViewPopover } from './view-menu.tsx';

const loadKeysHelp = () => import('./keys-help.tsx');
const KeysHelp = lazy(async () => ({ default: (await loadKeysHelp()).KeysHelp }));
const loadDecision = () => import('./decision-dialog.tsx');
const DecisionDialog = lazy(async () => ({ default: (await loadDecision()).DecisionDialog }));
const loadConditions = () => import('./conditions-dialog.tsx');
const ConditionsDialog = lazy(async () => ({ default: (await loadConditions()).ConditionsDialog }));
const LATER = [loadKeysHelp, loadViewPopover, loadCutoutDialog, loadDecision, loadConditions];
const NOTHING: typeof LATER = [];

type Open =
  | { readonly kind: 'help' | 'conditions' }
  | { readonly kind: 'classify' | 'comment'; readonly objId: string };

type ScanDialogsProps = {
  readonly open: Open | null;
  readonly search: ScanSearch;
  readonly profiles: ScanProfiles;
  readonly onApply: (search: ScanSearch) => void;
  readonly onClose: () => void;
};

/** What is open over the list, if anything. */
function ScanDialogs({ open, search, profiles, onApply, onClose }: ScanDialogsProps) {
  return (
    <Suspense fallback={null}>
      {open?.kind === 'help' && <KeysHelp onClose={onClose} />}
      {open?.kind === 'conditions' && (
        <ConditionsDialog search={search} profiles={profiles} onApply={onApply} onClose={onClose} />
      )}
      {(open?.kind === 'classify' || open?.kind === 'comment') && (
        <DecisionDialog kind={open.kind} objId={open.objId} onClose={onClose} />
      )}
    </Suspense>
  );
}

type SetOpen = (change: Open | null | ((now: Open | null) => Open | null)) => void;

/** What actions do beside moving in the list. */
function useScanHooks(profiles: ScanProfiles, setOpen: SetOpen): ScanHooks {
  const onEnd = useEndScan();
  return {
    toggleHelp: () => setOpen((now) => (now?.kind === 'help' ? null : { kind: 'help' })),
    openFilters: () => setOpen({ kind: 'conditions' }),
    openDialog: (kind, objId) => setOpen({ kind, objId }),
    applyProfile: (index) => {
      const profile = profiles.profiles[index];
      if (profile) profiles.apply(profile);
    },
    onEnd,
  };
}

/** What is scanned: the conditions, put into force as they are chosen. */
function useSearch() {
  const dispatch = useAppDispatch();
  const search = useAppSelector((state) => state.scan.search);
  const change = useCallback(
    (part: Partial<ScanSearch>) => dispatch(searchChanged({ search: part, nowMs: Date.now() })),
    [dispatch],
  );
  return { search, change };
}

/** Scanning: what passed the filters, newest first. Going on in the list does not draw the page anew. */
export function CandidatesPage() {
  const { search, change } = useSearch();
  const list = useCandidateList();
  const { candidates, totalMatches: total } = list;
  useEndOpening(!list.isLoading);
  usePageTitle(total === null ? 'Candidates' : `${total} candidates`);
  const profiles = useScanProfiles();
  const isLooking = useAppSelector((state) => state.scan.activeId !== null);
  const [open, setOpen] = useState<Open | null>(null);
  const actions = useScanActions(list, useScanHooks(profiles, setOpen));
  const insertAnchored = useAnchoredInsert(list.waiting.length, isLooking, list.insertWaiting);
  useReturnToActive(candidates.length > 0);
  useScanKeys(actions);
  // Not before what is looked at: a slow connection has one thing to do at a time.
  usePrefetch(candidates.length > 0 ? LATER : NOTHING);
  useDefaultProfile(profiles);

  return (
    <>
      <Box
        sx={{
          position: { md: 'sticky' },
          top: { md: 48 },
          zIndex: 'mobileStepper',
          bgcolor: 'background.default',
          pt: 1.5,
          pb: 0.75,
        }}
      >
        <ScanToolbar
          search={search}
          onChange={change}
          actions={actions}
          profiles={profiles}
          summary={<ScanWhere candidates={candidates} total={total} />}
        />
      </Box>
      <NewPill count={list.waiting.length} onInsert={insertAnchored} />
      <SwipeArea actions={actions}>
        <CandidateResults list={list} />
      </SwipeArea>
      <ScanThumbBar candidates={candidates} total={total} actions={actions} />
      <NextPrefetch candidates={candidates} loadMore={list.loadMore} />
      <ScanDialogs
        open={open}
        search={search}
        profiles={profiles}
        onApply={change}
        onClose={() => setOpen(null)}
      />
    </>
  );
}
