import { Alert, Box, MenuItem, TextField } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useMemo, useState } from 'react';
import type { Instrument, User } from '../../api/types.ts';
import { toBase64 } from '../comments/attachment-draft.tsx';
import {
  type ParsedSpectrum,
  type SpectrumFile,
  type SpectrumWords,
  useParseSpectrumMutation,
  useUploadSpectrumMutation,
} from '../spectra/spectra.api.ts';
import { SpectrumPlot } from '../spectra/spectrum-plot.tsx';
import { makeSpectrumScene } from '../spectra/spectrum-scene.ts';
import { UserPicker } from '../users/user-picker.tsx';
import { AudienceChoice, groupIdsOf, ONLY_ME } from './audience-choice.tsx';
import { isBinary } from './file-kind.ts';
import { type Brought, FileSource } from './file-source.tsx';
import { InstrumentSelect } from './instrument-select.tsx';
import { describeWrongLine, readColumn, readObservedAt } from './spectrum-words.ts';
import { UploadDialog } from './upload-dialog.tsx';

type SpectrumDialogProps = { readonly objId: string; readonly onClose: () => void };

const UNITS = ['erg/s/cm/cm/AA', 'Jy', 'AB'] as const;
const TYPES = ['source', 'host', 'host_center'] as const;

type Words = {
  readonly observedAt: string;
  readonly units: (typeof UNITS)[number] | '';
  readonly type: (typeof TYPES)[number];
  readonly label: string;
  readonly errorColumn: string;
};

const FIRST_WORDS: Words = {
  observedAt: '',
  units: '',
  type: 'source',
  label: '',
  errorColumn: '',
};

async function toFile({ bytes }: Brought, errorColumn: string): Promise<SpectrumFile> {
  if (isBinary(bytes)) {
    return { kind: 'fits', fits: await toBase64(new Blob([bytes])) };
  }
  const column = readColumn(errorColumn);
  return {
    kind: 'ascii',
    ascii: new TextDecoder().decode(bytes),
    ...(typeof column === 'number' ? { fluxerr_column: column } : {}),
  };
}

function Preview({
  parsed,
  units,
}: {
  readonly parsed: ParsedSpectrum;
  readonly units: Words['units'];
}) {
  const { palette } = useTheme();
  const scene = useMemo(() => {
    const color = palette.primary.main;
    const spectrum = {
      ...{ id: 0, wavelengths: parsed.wavelengths, fluxes: parsed.fluxes, color },
      ...{ units: units === '' ? null : units, instrument_name: 'Preview', observed_at: '' },
    };
    const view = {
      ...{ frame: 'observed' as const, redshift: 0, velocityKmS: 0, smoothing: 1 },
      ...{ isNormalised: false, isOffset: false, showsTelluric: true, lineSets: [] },
    };
    const ink = { line: color, galaxy: color, telluric: palette.text.secondary };
    return makeSpectrumScene([spectrum], view, ink);
  }, [parsed, units, palette]);
  const { wavelengths, errors } = parsed;
  return (
    <>
      <Box sx={{ fontSize: 13 }} role="status">
        {wavelengths.length} points, {wavelengths[0]?.toFixed(1)} to{' '}
        {wavelengths.at(-1)?.toFixed(1)} Å, {errors === null ? 'no errors' : 'with errors'}
      </Box>
      <SpectrumPlot objId="the file" scene={scene} heightPx={200} />
    </>
  );
}

type DetailsProps = {
  readonly words: Words;
  readonly isAscii: boolean;
  readonly onChange: (part: Partial<Words>) => void;
};

/** What the file does not say. */
function Details({ words, isAscii, onChange }: DetailsProps) {
  const pick = <T extends string>(list: readonly T[], text: string) =>
    list.find((one) => one === text);
  return (
    <>
      <TextField
        label="Observed at, UTC"
        value={words.observedAt}
        required
        placeholder="2026-06-13T04:30:00"
        error={words.observedAt !== '' && readObservedAt(words.observedAt) === null}
        helperText="A date with its time, or an MJD"
        onChange={(event) => onChange({ observedAt: event.target.value })}
        sx={{ flex: '1 1 200px' }}
      />
      <TextField
        select
        label="Units"
        value={words.units}
        onChange={(event) => onChange({ units: pick(UNITS, event.target.value) ?? '' })}
        sx={{ minWidth: 140 }}
      >
        <MenuItem value="">not known</MenuItem>
        {UNITS.map((units) => (
          <MenuItem key={units} value={units}>
            {units}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="Of the"
        value={words.type}
        onChange={(event) => onChange({ type: pick(TYPES, event.target.value) ?? 'source' })}
        sx={{ minWidth: 110 }}
      >
        {TYPES.map((type) => (
          <MenuItem key={type} value={type}>
            {type.replace('_', ' ')}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="Label"
        value={words.label}
        onChange={(event) => onChange({ label: event.target.value })}
        sx={{ flex: '1 1 120px' }}
      />
      {isAscii && (
        <TextField
          label="Column of errors"
          value={words.errorColumn}
          error={readColumn(words.errorColumn) === undefined}
          helperText="From 1; empty: none"
          onChange={(event) => onChange({ errorColumn: event.target.value })}
          sx={{ width: 140 }}
        />
      )}
    </>
  );
}

/** The file that somebody brought, as the server reads it. */
function useBroughtSpectrum() {
  const [brought, setBrought] = useState<Brought | null>(null);
  const [parse, { data, error, isLoading, reset }] = useParseSpectrumMutation();
  const look = async (file: Brought, errorColumn: string) => {
    setBrought(file);
    await parse(await toFile(file, errorColumn));
  };
  return { brought, parsed: error === undefined ? data : undefined, error, isLoading, look, reset };
}

/** All that is said of the spectrum, as it is being filled in. */
function useSpectrumWords(objId: string, file: ReturnType<typeof useBroughtSpectrum>) {
  const [words, setWords] = useState(FIRST_WORDS);
  const [instrument, setInstrument] = useState<Instrument | null>(null);
  const [observer, setObserver] = useState<User | null>(null);
  const [reducer, setReducer] = useState<User | null>(null);
  const [audience, setAudience] = useState(ONLY_ME);
  const observedAt = readObservedAt(words.observedAt);
  const units: Words['units'] =
    words.units || UNITS.find((one) => one === file.parsed?.units) || '';
  const change = (part: Partial<Words>) => {
    setWords({ ...words, ...part });
    const isReadable = part.errorColumn !== undefined && readColumn(part.errorColumn) !== undefined;
    if (isReadable && file.brought) void file.look(file.brought, part.errorColumn ?? '');
  };
  const missing = [
    file.parsed === undefined ? 'a spectrum' : '',
    instrument === null ? 'the instrument' : '',
    observedAt === null ? 'when it was observed' : '',
  ].filter((one) => one !== '');
  const said = (filename: string): SpectrumWords | null =>
    instrument === null || observedAt === null
      ? null
      : {
          ...{ obj_id: objId, instrument_id: instrument.id, observed_at: observedAt, filename },
          ...{ units: units === '' ? null : units, type: words.type, origin: null },
          ...{ label: words.label.trim() || null, group_ids: groupIdsOf(audience) },
          observed_by: observer === null ? [] : [observer.id],
          reduced_by: reducer === null ? [] : [reducer.id],
        };
  const people = { observer, reducer, setObserver, setReducer };
  return {
    ...{ words: { ...words, units }, change, missing, said, people },
    ...{ instrument, setInstrument, audience, setAudience },
  };
}

type FormProps = {
  readonly parsed: ParsedSpectrum;
  readonly form: ReturnType<typeof useSpectrumWords>;
};

/** What the file is, to be looked at, and what it does not say. */
function SpectrumForm({ parsed, form }: FormProps) {
  const { words, people } = form;
  return (
    <>
      <Preview parsed={parsed} units={words.units} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <InstrumentSelect value={form.instrument} isRequired onChoose={form.setInstrument} />
        <Details
          words={words}
          isAscii={parsed.original_file_string !== null}
          onChange={form.change}
        />
      </Box>
      <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: { sm: '1fr 1fr' } }}>
        <UserPicker
          label="Observer"
          value={people.observer}
          whyNot={() => null}
          onChoose={people.setObserver}
        />
        <UserPicker
          label="Reducer"
          value={people.reducer}
          whyNot={() => null}
          onChoose={people.setReducer}
        />
      </Box>
      <AudienceChoice audience={form.audience} onChange={form.setAudience} />
    </>
  );
}

/** Uploads a spectrum: looked at first, with the line that is wrong where one is. */
export function SpectrumDialog({ objId, onClose }: SpectrumDialogProps) {
  const file = useBroughtSpectrum();
  const form = useSpectrumWords(objId, file);
  const [upload, { isSuccess, error, isLoading }] = useUploadSpectrumMutation();
  const send = async () => {
    const words = file.brought && form.said(file.brought.name);
    if (file.brought === null || words === null) return;
    await upload({ file: await toFile(file.brought, form.words.errorColumn), words });
  };
  return (
    <UploadDialog
      title={`Upload a spectrum of ${objId}`}
      verb="Upload"
      missing={form.missing}
      isBusy={isLoading}
      error={error}
      done={isSuccess ? 'The spectrum is stored.' : null}
      onSend={() => void send()}
      onClose={onClose}
    >
      <FileSource
        accept=".txt,.dat,.ascii,.csv,.spec,.fits,.fit,.gz"
        hint="ASCII with wavelength and flux, or FITS"
        pastedName="pasted.txt"
        onBring={(brought) => void file.look(brought, form.words.errorColumn)}
      />
      {file.isLoading && <Box role="status">Reading it…</Box>}
      {file.error !== undefined && (
        <Alert severity="error" variant="outlined" sx={{ whiteSpace: 'pre-wrap' }}>
          {describeWrongLine(file.error, file.brought?.bytes ?? null)}
        </Alert>
      )}
      {file.parsed !== undefined && <SpectrumForm parsed={file.parsed} form={form} />}
    </UploadDialog>
  );
}
