import { Button, Menu, MenuItem } from '@mui/material';
import { useRef, useState } from 'react';
import { api } from '../../api/api.ts';
import { useAppDispatch } from '../../app/hooks.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useJudgePointMutation } from '../photometry/photometry.api.ts';
import type { PhotometryLine } from './detection-rows.ts';

type Verdict = NonNullable<PhotometryLine['verdict']>;

const CHOICES: readonly (readonly [Verdict | null, string])[] = [
  ['valid', 'Valid'],
  ['invalid', 'Invalid'],
  ['ambiguous', 'Ambiguous'],
  [null, 'Take the verdict back'],
];

type JudgeButtonProps = {
  readonly objId: string;
  readonly chosen: readonly PhotometryLine[];
  readonly onDone: () => void;
};

/** Says of chosen points whether they are to be believed; everyone who sees them sees that. */
export function JudgeButton({ objId, chosen, onDone }: JudgeButtonProps) {
  const anchorRef = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  const [judge] = useJudgePointMutation();
  const dispatch = useAppDispatch();
  // Rows of series, and what the marshal does not keep, have no number.
  const kept = chosen.filter(({ key }) => /^\d+$/.test(key));
  const isJudged = kept.some(({ verdict }) => verdict !== null);
  const give = async (verdict: Verdict | null) => {
    setOpen(false);
    setError(undefined);
    setBusy(true);
    try {
      // One after another: where one is refused, those before it are judged.
      for (const { key: id, verdict: before } of kept) {
        if (before !== verdict) await judge({ id, verdict }).unwrap();
      }
      onDone();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
      dispatch(api.util.invalidateTags([{ type: 'Photometry', id: objId }]));
    }
  };
  return (
    <>
      <Button
        ref={anchorRef}
        variant="outlined"
        disabled={isBusy || kept.length === 0}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        Judge
      </Button>
      <Menu anchorEl={() => anchorRef.current} open={isOpen} onClose={() => setOpen(false)}>
        {CHOICES.map(([verdict, words]) => (
          <MenuItem
            key={words}
            disabled={verdict === null && !isJudged}
            onClick={() => void give(verdict)}
          >
            {words}
          </MenuItem>
        ))}
      </Menu>
      {error !== undefined && <ErrorNotice what="Not all judged" error={error} />}
    </>
  );
}
