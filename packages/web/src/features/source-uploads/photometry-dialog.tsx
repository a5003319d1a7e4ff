import { Alert, Box, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import type { Instrument } from '../../api/types.ts';
import { SwitchLine } from '../../ui/switch-line.tsx';
import { AudienceChoice, groupIdsOf, ONLY_ME } from './audience-choice.tsx';
import { type FixedFields, listMissing } from './column-mapping.ts';
import { FileSource } from './file-source.tsx';
import { InstrumentSelect } from './instrument-select.tsx';
import { MappedTable } from './mapped-table.tsx';
import { readRowErrors } from './row-errors.ts';
import { UploadDialog } from './upload-dialog.tsx';
import { type PhotometryUpload, useUploadPhotometryMutation } from './uploads.api.ts';
import { type BroughtTable, useBroughtTable } from './use-brought-table.ts';

type PhotometryDialogProps = { readonly objId: string; readonly onClose: () => void };

const MAG_SYSTEMS = ['ab', 'vega', 'jla1', 'bd17', 'csp', 'ab-b12'];

type ConstantsProps = {
  readonly instrument: Instrument | null;
  readonly filter: string;
  readonly magsys: string;
  readonly zp: string;
  readonly taken: ReadonlySet<string>;
  readonly onInstrument: (instrument: Instrument | null) => void;
  readonly onChange: (part: { filter?: string; magsys?: string; zp?: string }) => void;
};

/** What holds for all rows, where no column tells it. */
function Constants(props: ConstantsProps) {
  const { instrument, filter, magsys, zp, taken, onInstrument, onChange } = props;
  const filters = instrument?.filters ?? [];
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {!taken.has('instrument_id') && (
        <InstrumentSelect value={instrument} isRequired onChoose={onInstrument} />
      )}
      {!taken.has('filter') && (
        <TextField
          select={filters.length > 0}
          label="Bandpass of all rows"
          value={filter}
          onChange={(event) => onChange({ filter: event.target.value })}
          sx={{ minWidth: 170 }}
        >
          {filters.map((name) => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {!taken.has('magsys') && (
        <TextField
          select
          label="Magnitude system"
          value={magsys}
          onChange={(event) => onChange({ magsys: event.target.value })}
          sx={{ minWidth: 150 }}
        >
          {MAG_SYSTEMS.map((name) => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {taken.has('flux') && !taken.has('zp') && (
        <TextField
          label="Zero point"
          value={zp}
          onChange={(event) => onChange({ zp: event.target.value })}
          helperText="23.9 for µJy"
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          sx={{ width: 120 }}
        />
      )}
    </Box>
  );
}

function toUpload(
  objId: string,
  { filename, file, mapping }: BroughtTable,
  fixed: FixedFields,
  groupIds: PhotometryUpload['group_ids'],
): PhotometryUpload {
  const taken = new Set(Object.values(mapping));
  return {
    file,
    filename,
    columns: mapping,
    obj_id: objId,
    group_ids: groupIds,
    ...(taken.has('instrument_id') || fixed.instrument_id === null
      ? {}
      : { instrument_id: fixed.instrument_id }),
    ...(taken.has('filter') || fixed.filter === '' ? {} : { filter: fixed.filter }),
    ...(taken.has('magsys') ? {} : { magsys: fixed.magsys }),
    ...(taken.has('flux') && !taken.has('zp') && fixed.zp !== null ? { zp: fixed.zp } : {}),
  };
}

function readZp(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
}

type CheckProps = {
  readonly brought: BroughtTable;
  readonly error: unknown;
  readonly onMap: (column: string, field: string) => void;
};

/** The table that was brought, with what is wrong with it. */
function Check({ brought: { table, mapping }, error, onMap }: CheckProps) {
  return (
    <>
      <Box sx={{ fontSize: 13 }}>
        {table.rowCount === 1 ? '1 row' : `${table.rowCount} rows`}
        {table.warnings.map((warning) => `; ${warning}`)}
      </Box>
      <MappedTable table={table} mapping={mapping} errors={readRowErrors(error)} onMap={onMap} />
    </>
  );
}

/** Uploads photometry of an object: read, looked at, its columns named, and checked row by row. */
export function PhotometryDialog({ objId, onClose }: PhotometryDialogProps) {
  const { brought, problem, bring, map } = useBroughtTable();
  const [instrument, setInstrument] = useState<Instrument | null>(null);
  const [words, setWords] = useState({ filter: '', magsys: 'ab', zp: '23.9' });
  const [audience, setAudience] = useState(ONLY_ME);
  const [keepsKnown, setKeepsKnown] = useState(true);
  const [upload, { data, error, isLoading }] = useUploadPhotometryMutation();
  const fixed: FixedFields = {
    ...{ instrument_id: instrument?.id ?? null, filter: words.filter.trim() },
    ...{ magsys: words.magsys, zp: readZp(words.zp) },
  };
  const missing = brought === null ? ['a table'] : listMissing(brought.mapping, fixed);
  const send = () => {
    if (brought === null) return;
    void upload({ keepsKnown, upload: toUpload(objId, brought, fixed, groupIdsOf(audience)) });
  };
  const done =
    data &&
    (data.ids.length === 1 ? '1 point is stored.' : `${data.ids.length} points are stored.`);
  return (
    <UploadDialog
      title={`Upload photometry of ${objId}`}
      verb="Upload"
      missing={missing}
      isBusy={isLoading}
      error={error}
      badRows={readRowErrors(error).size}
      done={done ?? null}
      onSend={send}
      onClose={onClose}
    >
      <FileSource
        accept=".csv,.txt,.dat,.ecsv,.fits,.fit,.xml,.vot,.gz"
        hint="CSV, ECSV, FITS or VOTable"
        pastedName="pasted.csv"
        onBring={bring}
      />
      {problem !== null && (
        <Alert severity="error" variant="outlined">
          It cannot be read: {problem}
        </Alert>
      )}
      {brought !== null && (
        <>
          <Check brought={brought} error={error} onMap={map} />
          <Constants
            {...words}
            instrument={instrument}
            taken={new Set(Object.values(brought.mapping))}
            onInstrument={setInstrument}
            onChange={(part) => setWords({ ...words, ...part })}
          />
          <AudienceChoice audience={audience} onChange={setAudience} />
          <SwitchLine
            label="Points that are there already stay as they are"
            isOn={keepsKnown}
            onToggle={setKeepsKnown}
          />
        </>
      )}
    </UploadDialog>
  );
}
