import { Box, Button, Dialog, DialogContent, DialogTitle } from '@mui/material';
import { useAppSelector } from '../../app/hooks.ts';
import type { NewClassification } from '../classifications/classifications.api.ts';
import { ClassifyForm } from '../classifications/classify-form.tsx';
import { CommentBox } from '../comments/comment-box.tsx';
import { useDecide } from '../outbox/use-outbox.ts';

const MOST_RECENT = 5;

/** The classes that were given last in this visit, each once, the newest first. */
function useRecentClasses(): readonly NewClassification[] {
  const entries = useAppSelector((state) => state.outbox.entries);
  const recent = new Map<string, NewClassification>();
  for (const { decision } of entries.toReversed()) {
    if (decision.kind !== 'classify') continue;
    const { classification, taxonomy_id } = decision.said;
    const name = `${taxonomy_id} ${classification}`;
    if (!recent.has(name)) recent.set(name, decision.said);
  }
  return [...recent.values()].slice(0, MOST_RECENT);
}

type AgainProps = { readonly onChoose: (said: NewClassification) => void };

/** What was said of others, to be said again by one press. */
function Again({ onChoose }: AgainProps) {
  const recent = useRecentClasses();
  if (recent.length === 0) return null;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75, alignItems: 'center', mb: 1 }}>
      <Box component="span" sx={{ fontSize: 12, color: 'text.secondary' }}>
        As before
      </Box>
      {recent.map((said) => (
        <Button
          key={`${said.taxonomy_id} ${said.classification}`}
          variant="outlined"
          onClick={() => onChoose(said)}
        >
          {said.classification}
        </Button>
      ))}
    </Box>
  );
}

type DecisionDialogProps = {
  readonly kind: 'classify' | 'comment';
  readonly objId: string;
  readonly onClose: () => void;
};

/** Classifies or comments on the candidate that is looked at; sent like every other decision. */
export function DecisionDialog({ kind, objId, onClose }: DecisionDialogProps) {
  const decide = useDecide();
  const classify = async (said: NewClassification) => {
    await decide({ kind: 'classify', objId, said: { ...said, obj_id: objId } });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="decision-title">
      <DialogTitle id="decision-title" sx={{ fontSize: 16 }}>
        {kind === 'classify' ? `Classify ${objId}` : `Comment on ${objId}`}
      </DialogTitle>
      <DialogContent>
        {kind === 'classify' ? (
          <>
            <Again onChoose={(said) => void classify(said)} />
            <ClassifyForm objId={objId} autoFocus onSubmit={classify} onCancel={onClose} />
          </>
        ) : (
          <Box sx={{ pt: 1 }}>
            <CommentBox
              about={objId}
              autoFocus
              onSubmit={async (comment) => {
                await decide({ kind: 'comment', objId, comment });
                onClose();
              }}
              onCancel={onClose}
            />
          </Box>
        )}
      </DialogContent>
    </Dialog>
  );
}
