import { Box } from '@mui/material';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { usePrefetch } from '../../app/use-prefetch.ts';
import { formatCount } from '../../format/number.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { loadCutoutDialog } from '../cutouts/cutout-trio.tsx';
import { CandidateResults } from './candidate-results.tsx';
import { NewPill } from './new-pill.tsx';
import { activated, type ScanSearch, searchChanged } from './scan-slice.ts';
import { ScanThumbBar } from './scan-thumb-bar.tsx';
import { ScanToolbar } from './scan-toolbar.tsx';
import { useAnchoredInsert } from './use-anchored-insert.ts';
import { useCandidateList } from './use-candidate-list.ts';
import { useReturnToActive } from './use-return-to-active.ts';
import { useScanActions } from './use-scan-actions.ts';
import { useScanKeys } from './use-scan-keys.ts';
import { useSwipe } from './use-swipe.ts';
import { loadViewPopover } from './view-menu.tsx';

const loadKeysHelp = () => import('./keys-help.tsx');
const KeysHelp = lazy(async () => ({ default: (await loadKeysHelp()).KeysHelp }));
const LATER = [loadKeysHelp, loadViewPopover, loadCutoutDialog];

/** Scanning: what passed the filters, newest first. */
export function CandidatesPage() {
  const dispatch = useAppDispatch();
  const { search, activeId } = useAppSelector((state) => state.scan);
  const list = useCandidateList();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const actions = useScanActions(list, () => setHelpOpen((isOpen) => !isOpen));
  const insertAnchored = useAnchoredInsert(
    list.waiting.length,
    activeId !== null,
    list.insertWaiting,
  );
  const swipe = useSwipe(actions.move);
  useReturnToActive(activeId, list.candidates.length > 0);
  useScanKeys(actions);
  usePrefetch(LATER);

  const total = list.totalMatches;
  usePageTitle(total === null ? 'Candidates' : `${total} candidates`);
  const activate = useCallback((id: string) => dispatch(activated(id)), [dispatch]);
  const change = (part: Partial<ScanSearch>) =>
    dispatch(searchChanged({ search: part, nowMs: Date.now() }));
  const index = list.candidates.findIndex((candidate) => candidate.id === activeId);
  const looked = list.candidates[Math.max(index, 0)];
  const position = index < 0 ? '' : `${index + 1}/${total ?? ''}`;

  const count = total === null ? 'Candidates' : `${formatCount(total)} candidates`;
  const summary = position === '' ? count : `${count} · ${position}`;

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
          onRefresh={actions.refresh}
          onHelp={actions.toggleHelp}
          summary={summary}
        />
      </Box>
      <NewPill count={list.waiting.length} onInsert={insertAnchored} />
      <Box {...swipe} sx={{ pb: { xs: 8, md: 0 }, touchAction: 'pan-y' }}>
        <CandidateResults list={list} activeId={activeId} onActivate={activate} />
      </Box>
      {looked !== undefined && (
        <ScanThumbBar
          candidate={looked}
          position={position}
          onMove={actions.move}
          onSave={actions.save}
        />
      )}
      {isHelpOpen && (
        <Suspense fallback={null}>
          <KeysHelp onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
