import { Box } from '@mui/material';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { Candidate } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { usePrefetch } from '../../app/use-prefetch.ts';
import { formatCount } from '../../format/number.ts';
import { useEndOpening } from '../../ui/use-end-opening.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useStable } from '../../ui/use-stable.ts';
import { loadCutoutDialog } from '../cutouts/cutout-trio.tsx';
import { CandidateResults } from './candidate-results.tsx';
import { NewPill } from './new-pill.tsx';
import type { ScanSearch } from './scan-search.ts';
import { activated, searchChanged } from './scan-slice.ts';
import { ScanThumbBar } from './scan-thumb-bar.tsx';
import { ScanToolbar } from './scan-toolbar.tsx';
import { SwipeHint } from './swipe-hint.tsx';
import { useAnchoredInsert } from './use-anchored-insert.ts';
import { type CandidateListState, useCandidateList } from './use-candidate-list.ts';
import { useEndScan } from './use-last-scan.ts';
import { useNextPrefetch } from './use-next-prefetch.ts';
import { useReturnToActive } from './use-return-to-active.ts';
import { type ScanHooks, useScanActions } from './use-scan-actions.ts';
import { type ScanActions, useScanKeys } from './use-scan-keys.ts';
import { type ScanProfiles, useDefaultProfile, useScanProfiles } from './use-scan-profiles.ts';
import { type SwipeAct, useSwipe } from './use-swipe.ts';
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

function actBySwipe(act: SwipeAct, { move, save, reject }: ScanActions): void {
  if (act === 'save') save();
  if (act === 'reject') reject();
  else move(act === -1 ? -1 : 1);
}

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

/** Where the list is: how many there are, and which one is looked at. */
function useWhere({ candidates, totalMatches: total }: CandidateListState) {
  const activeId = useAppSelector((state) => state.scan.activeId);
  usePageTitle(total === null ? 'Candidates' : `${total} candidates`);
  const index = candidates.findIndex((candidate) => candidate.id === activeId);
  const position = index < 0 ? '' : `${index + 1}/${total ?? ''}`;
  const count =
    total === null
      ? 'Candidates'
      : `${formatCount(total)} ${total === 1 ? 'candidate' : 'candidates'}`;
  return {
    activeId,
    position,
    looked: candidates[Math.max(index, 0)],
    summary: position === '' ? count : `${count} · ${position}`,
  };
}

type HookParts = {
  readonly looked: Candidate | undefined;
  readonly profiles: ScanProfiles;
  readonly setOpen: (change: Open | null | ((now: Open | null) => Open | null)) => void;
};

/** What actions do beside moving in the list. */
function useScanHooks({ looked, profiles, setOpen }: HookParts): ScanHooks {
  const onEnd = useEndScan();
  return {
    toggleHelp: () => setOpen((now) => (now?.kind === 'help' ? null : { kind: 'help' })),
    openFilters: () => setOpen({ kind: 'conditions' }),
    openDialog: (kind) => looked && setOpen({ kind, objId: looked.id }),
    applyProfile: (index) => {
      const profile = profiles.profiles[index];
      if (profile) profiles.apply(profile);
    },
    onEnd,
  };
}

/** Those of the toolbar, which is not drawn anew for them. */
function useToolbarActions({ openFilters, refresh, toggleHelp }: ScanActions) {
  return {
    openFilters: useStable(openFilters),
    refresh: useStable(refresh),
    toggleHelp: useStable(toggleHelp),
  };
}

/** Scanning: what passed the filters, newest first. */
export function CandidatesPage() {
  const dispatch = useAppDispatch();
  const search = useAppSelector((state) => state.scan.search);
  const list = useCandidateList();
  useEndOpening(!list.isLoading);
  const profiles = useScanProfiles();
  const { activeId, position, looked, summary } = useWhere(list);
  const [open, setOpen] = useState<Open | null>(null);
  const change = useCallback(
    (part: Partial<ScanSearch>) => dispatch(searchChanged({ search: part, nowMs: Date.now() })),
    [dispatch],
  );
  const actions = useScanActions(list, useScanHooks({ looked, profiles, setOpen }));
  const insertAnchored = useAnchoredInsert(
    list.waiting.length,
    activeId !== null,
    list.insertWaiting,
  );
  const swipe = useSwipe((act) => actBySwipe(act, actions));
  useReturnToActive(activeId, list.candidates.length > 0);
  useScanKeys(actions);
  // Not before what is looked at: a slow connection has one thing to do at a time.
  usePrefetch(list.candidates.length > 0 ? LATER : NOTHING);
  useNextPrefetch(list.candidates, activeId);
  useDefaultProfile(profiles);
  const activate = useCallback((id: string) => dispatch(activated(id)), [dispatch]);

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
          actions={useToolbarActions(actions)}
          profiles={profiles}
          summary={summary}
        />
      </Box>
      <NewPill count={list.waiting.length} onInsert={insertAnchored} />
      <Box {...swipe.handlers} sx={{ pb: { xs: 8, md: 0 }, touchAction: 'pan-y' }}>
        <CandidateResults list={list} activeId={activeId} onActivate={activate} />
      </Box>
      <SwipeHint act={swipe.pending} />
      {looked !== undefined && (
        <ScanThumbBar candidate={looked} position={position} actions={actions} />
      )}
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
