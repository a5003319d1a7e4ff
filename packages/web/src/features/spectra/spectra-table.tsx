import {
  Box,
  Button,
  Checkbox,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@mui/material';
import { Fragment, useMemo, useState } from 'react';
import type { Spectrum } from '../../api/types.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { AccessLink } from '../access/access-button.tsx';
import { CommentsSection } from '../comments/comments-section.tsx';
import { fullName } from '../users/person-name.ts';

type SpectraTableProps = {
  readonly spectra: readonly Spectrum[];
  readonly colorOf: (id: number) => string;
  readonly hiddenIds: ReadonlySet<number>;
  readonly onToggle: (id: number) => void;
  readonly onDelete: (spectrum: Spectrum) => void;
};

/** Names of people with an account, and the name of one without. */
export function describePeople(people: Spectrum['reducers'], external: string | null): string {
  const names = people.map((person) => fullName(person) || person.username);
  return [...names, ...(external ? [external] : [])].join(', ');
}

const WIDE_ONLY = { display: { xs: 'none', md: 'table-cell' } };

function Downloads({ spectrum }: { readonly spectrum: Spectrum }) {
  const path = `/api/spectra/${spectrum.id}/file`;
  const formats = [
    'csv',
    'fits',
    ...(spectrum.original_file_filename === null ? [] : ['original']),
  ];
  return formats.map((format) => (
    <Button
      key={format}
      href={`${path}?format=${format}`}
      download
      aria-label={`Download ${spectrum.instrument_name} ${spectrum.observed_at.slice(0, 10)} as ${format}`}
      sx={{ py: 0, minWidth: 0 }}
    >
      {format}
    </Button>
  ));
}

type RowProps = Omit<SpectraTableProps, 'spectra' | 'colorOf' | 'hiddenIds'> & {
  readonly spectrum: Spectrum;
  readonly color: string;
  readonly isShown: boolean;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
};

function SpectrumRow(props: RowProps) {
  const { spectrum, color, isShown, isOpen, onOpen, onToggle, onDelete } = props;
  const name = `${spectrum.instrument_name} ${spectrum.observed_at.slice(0, 10)}`;
  const notes = [spectrum.type === 'source' ? '' : spectrum.type, spectrum.label, spectrum.origin];
  return (
    <TableRow>
      <TableCell sx={{ whiteSpace: 'nowrap', p: '0 !important' }}>
        <Checkbox
          size="small"
          checked={isShown}
          onChange={() => onToggle(spectrum.id)}
          slotProps={{ input: { 'aria-label': `Show ${name}` } }}
        />
        <Box
          component="span"
          aria-hidden
          sx={{
            display: 'inline-block',
            width: 14,
            height: 4,
            bgcolor: color,
            verticalAlign: 'middle',
          }}
        />
      </TableCell>
      <TableCell>{formatUtc(parseNaiveUtc(spectrum.observed_at)).slice(0, 16)}</TableCell>
      <TableCell title={spectrum.telescope_name}>
        {spectrum.instrument_name}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {notes.filter(Boolean).map((note) => ` · ${note}`)}
        </Box>
      </TableCell>
      <TableCell sx={WIDE_ONLY}>
        {describePeople(spectrum.observers, spectrum.external_observer)}
      </TableCell>
      <TableCell sx={WIDE_ONLY}>
        {describePeople(spectrum.reducers, spectrum.external_reducer)}
      </TableCell>
      <TableCell align="right">
        <Downloads spectrum={spectrum} />
        <Button
          aria-expanded={isOpen}
          aria-label={`Comments (${spectrum.comments.length}) on ${name}`}
          onClick={onOpen}
          sx={{ py: 0, minWidth: 0 }}
        >
          comments ({spectrum.comments.length})
        </Button>
        <AccessLink kind="spectrum" id={String(spectrum.id)} name={name} />
        {spectrum.can_change && (
          <Button
            color="error"
            aria-label={`Delete ${name}`}
            onClick={() => onDelete(spectrum)}
            sx={{ py: 0, minWidth: 0 }}
          >
            delete
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

function SpectrumComments({ id }: { readonly id: number }) {
  const subject = useMemo(() => ({ type: 'spectra' as const, id: String(id) }), [id]);
  return <CommentsSection subject={subject} about={`spectrum ${id}`} />;
}

/** The spectra of an object: which are shown, whose they are, and as files. */
export function SpectraTable({ spectra, colorOf, hiddenIds, ...acts }: SpectraTableProps) {
  const [openId, setOpenId] = useState<number | null>(null);
  return (
    <Box tabIndex={0} role="region" aria-label="Spectra" sx={{ overflowX: 'auto', mt: 1 }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Shown</TableCell>
            <TableCell>UTC</TableCell>
            <TableCell>Instrument</TableCell>
            <TableCell sx={WIDE_ONLY}>Observers</TableCell>
            <TableCell sx={WIDE_ONLY}>Reducers</TableCell>
            <TableCell align="right">Files</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {spectra.map((spectrum) => (
            <Fragment key={spectrum.id}>
              <SpectrumRow
                {...acts}
                spectrum={spectrum}
                color={colorOf(spectrum.id)}
                isShown={!hiddenIds.has(spectrum.id)}
                isOpen={openId === spectrum.id}
                onOpen={() => setOpenId(openId === spectrum.id ? null : spectrum.id)}
              />
              {openId === spectrum.id && (
                <TableRow>
                  <TableCell colSpan={6}>
                    <SpectrumComments id={spectrum.id} />
                  </TableCell>
                </TableRow>
              )}
            </Fragment>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
