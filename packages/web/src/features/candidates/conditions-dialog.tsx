import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { AnnotationConditions, AnnotationSorting } from './annotation-conditions.tsx';
import { ClassConditions } from './class-conditions.tsx';
import {
  ChoiceField,
  ConditionGroup,
  NumberField,
  TickField,
  WordField,
} from './condition-fields.tsx';
import { ProfilesPanel } from './profiles-panel.tsx';
import { type ScanSearch, withoutHidden } from './scan-search.ts';
import { SkyMapConditions } from './sky-map-conditions.tsx';
import type { ScanProfiles } from './use-scan-profiles.ts';

type ConditionsDialogProps = {
  readonly search: ScanSearch;
  readonly profiles: ScanProfiles;
  readonly onApply: (search: ScanSearch) => void;
  readonly onClose: () => void;
};

export type DraftProps = {
  readonly draft: ScanSearch;
  readonly onChange: (part: Partial<ScanSearch>) => void;
};

const REJECTED_CHOICES = [
  ['hide', 'Hide those that I rejected'],
  ['show', 'Show them, too'],
  ['only', 'Only those that I rejected'],
] as const;

function SeenConditions({ draft, onChange }: DraftProps) {
  return (
    <ConditionGroup title="Scanned before">
      <ChoiceField
        label="Rejected"
        value={draft.rejected}
        choices={REJECTED_CHOICES}
        onChange={(rejected) => onChange({ rejected })}
      />
      <TickField
        label="Hide what a group mate scanned"
        value={draft.hideScanned}
        onChange={(hideScanned) => onChange({ hideScanned })}
      />
      <TickField
        label="Hide what is classified"
        value={draft.hideClassified}
        onChange={(hideClassified) => onChange({ hideClassified })}
      />
      <WordField
        label="On my list"
        value={draft.listName}
        suggestions={['favorites', 'watchlist', 'rejected_candidates']}
        onChange={(listName) => onChange({ listName })}
      />
      <WordField
        label="Not on my list"
        value={draft.notListName}
        suggestions={['favorites', 'watchlist', 'rejected_candidates']}
        onChange={(notListName) => onChange({ notListName })}
      />
    </ConditionGroup>
  );
}

function ObjectConditions({ draft, onChange }: DraftProps) {
  return (
    <ConditionGroup title="The object">
      <NumberField
        label="Redshift from"
        value={draft.minRedshift}
        onChange={(minRedshift) => onChange({ minRedshift })}
      />
      <NumberField
        label="Redshift to"
        value={draft.maxRedshift}
        onChange={(maxRedshift) => onChange({ maxRedshift })}
      />
      <NumberField
        label="Galactic latitude, |b| from (°)"
        value={draft.minAbsLatitude}
        min={0}
        max={90}
        onChange={(minAbsLatitude) => onChange({ minAbsLatitude })}
      />
    </ConditionGroup>
  );
}

function DetectionConditions({ draft, onChange }: DraftProps) {
  return (
    <ConditionGroup title="Detections">
      <WordField
        label="First detected after (UTC)"
        type="datetime-local"
        value={draft.firstDetectedAfter}
        onChange={(firstDetectedAfter) => onChange({ firstDetectedAfter })}
      />
      <WordField
        label="Last detected before (UTC)"
        type="datetime-local"
        value={draft.lastDetectedBefore}
        onChange={(lastDetectedBefore) => onChange({ lastDetectedBefore })}
      />
      <NumberField
        label="At least so many detections"
        value={draft.minDetections}
        min={0}
        max={1_000_000}
        isWhole
        onChange={(minDetections) => onChange({ minDetections })}
      />
      <TickField
        label="Forced photometry is no detection"
        value={draft.withoutForced}
        onChange={(withoutForced) => onChange({ withoutForced })}
      />
    </ConditionGroup>
  );
}

/** Every condition of a scan, and the profiles that keep them. */
export function ConditionsDialog({ search, profiles, onApply, onClose }: ConditionsDialogProps) {
  const [draft, setDraft] = useState(search);
  const onChange = (part: Partial<ScanSearch>) => setDraft((before) => ({ ...before, ...part }));
  const apply = (chosen: ScanSearch) => {
    onApply(chosen);
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(draft);
  };
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="conditions-title">
      <DialogTitle id="conditions-title" sx={{ fontSize: 16 }}>
        What to scan
      </DialogTitle>
      <DialogContent>
        <ProfilesPanel draft={draft} profiles={profiles} onApply={(one) => apply(one.search)} />
        <Box component="form" id="scan-conditions" aria-label="Conditions" onSubmit={submit}>
          <SeenConditions draft={draft} onChange={onChange} />
          <ClassConditions draft={draft} onChange={onChange} />
          <ObjectConditions draft={draft} onChange={onChange} />
          <DetectionConditions draft={draft} onChange={onChange} />
          <SkyMapConditions draft={draft} onChange={onChange} />
          <AnnotationConditions draft={draft} onChange={onChange} />
          <AnnotationSorting draft={draft} onChange={onChange} />
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={() => setDraft(withoutHidden(draft))}>Clear</Button>
        <Box sx={{ flex: 1 }} />
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" form="scan-conditions" variant="contained">
          Scan
        </Button>
      </DialogActions>
    </Dialog>
  );
}
