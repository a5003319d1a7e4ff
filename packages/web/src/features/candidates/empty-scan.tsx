import { Button } from '@mui/material';
import { Link } from 'react-router';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { Notice } from '../../ui/notice.tsx';
import { useMyGroups } from '../session/use-profile.ts';
import { countHidden, withoutHidden } from './scan-search.ts';
import { searchChanged } from './scan-slice.ts';
import { describeHours, describeWindow, isOpenEnded, widen } from './time-window.ts';

const ADVICE = 'Widen the window, or see whether a filter is active.';

/** Why there may be nothing, and the two things that help. */
export function EmptyScan() {
  const search = useAppSelector((state) => state.scan.search);
  const groups = useMyGroups();
  const dispatch = useAppDispatch();
  const names = groups.filter((group) => search.groupIds.includes(group.id));
  const who = names.length > 0 ? names.map((group) => group.name).join(', ') : 'your groups';
  const hiddenCount = countHidden(search);
  const wider = widen(search.window);
  const change = (part: Partial<typeof search>) =>
    dispatch(searchChanged({ search: part, nowMs: Date.now() }));
  return (
    <Notice
      title={`No candidates for ${who} ${describeWindow(search.window)}`}
      detail={isOpenEnded(search.window) ? `${ADVICE} New ones appear here by themselves.` : ADVICE}
    >
      {wider?.kind === 'last' && (
        <Button variant="contained" onClick={() => change({ window: wider })}>
          Look at the last {describeHours(wider.hours)}
        </Button>
      )}
      {hiddenCount > 0 && (
        <Button variant="outlined" onClick={() => change(withoutHidden(search))}>
          {hiddenCount === 1 ? 'Drop one more condition' : `Drop ${hiddenCount} more conditions`}
        </Button>
      )}
      {search.savedStatus !== 'all' && (
        <Button variant="outlined" onClick={() => change({ savedStatus: 'all' })}>
          Show saved ones too
        </Button>
      )}
      <Button component={Link} to="/filters" variant="outlined">
        See the filters
      </Button>
    </Notice>
  );
}
