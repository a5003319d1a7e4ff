import { Box } from '@mui/material';
import { MONO } from '../../../app/theme.ts';
import { formatCount } from '../../../format/number.ts';
import type { Funnel } from '../filters.api.ts';

type Row = {
  readonly key: string;
  readonly label: string;
  readonly depth: number;
  readonly came: number;
  readonly left: number;
  readonly failed: number;
  readonly elapsedUs: number;
};

function rowsOf(funnel: Funnel): Row[] {
  return funnel.stages.flatMap((stage) => [
    {
      key: `${stage.index}`,
      label: stage.at.startsWith('upstream') ? `${stage.name} (upstream)` : `${stage.name}`,
      depth: 0,
      came: stage.entered,
      left: stage.survived,
      failed: stage.failed,
      elapsedUs: stage.elapsedUs,
    },
    ...stage.conditions
      // Of a `$match` of several conditions the whole is the stage itself.
      .filter(({ depth, kind }) => depth > 0 || kind === 'test')
      .map((condition) => ({
        key: `${stage.index}:${condition.id}`,
        label: condition.text,
        depth: Math.max(1, condition.depth),
        came: condition.reached,
        left: condition.held,
        failed: condition.failed,
        elapsedUs: condition.elapsedUs,
      })),
  ]);
}

/** Logarithmic: a night has many alerts, and few pass. */
function lengthOf(count: number, all: number): string {
  return all === 0 ? '0%' : `${(100 * Math.log1p(count)) / Math.log1p(all)}%`;
}

function Bar({ row, all }: { readonly row: Row; readonly all: number }) {
  const isStage = row.depth === 0;
  return (
    <Box
      aria-hidden="true"
      sx={{
        position: 'relative',
        height: isStage ? 16 : 8,
        bgcolor: 'action.hover',
        borderRadius: 0.5,
      }}
    >
      <Box
        sx={{
          position: 'absolute',
          inset: 0,
          width: lengthOf(row.came, all),
          bgcolor: 'primary.main',
          opacity: 0.25,
          borderRadius: 0.5,
        }}
      />
      <Box
        sx={{
          position: 'absolute',
          inset: 0,
          width: lengthOf(row.left, all),
          bgcolor: 'primary.main',
          opacity: isStage ? 1 : 0.6,
          borderRadius: 0.5,
        }}
      />
    </Box>
  );
}

function FunnelRow({ row, all }: { readonly row: Row; readonly all: number }) {
  const lost = row.came - row.left;
  const perAlert = row.came === 0 ? 0 : row.elapsedUs / row.came;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr) auto',
          md: 'minmax(0, 5fr) minmax(0, 6fr) 210px',
        },
        gap: { xs: 0.25, md: 1.5 },
        alignItems: 'center',
        py: row.depth === 0 ? 0.5 : 0.125,
      }}
    >
      <Box
        sx={{
          pl: row.depth * 1.75,
          fontFamily: MONO,
          fontSize: row.depth === 0 ? 13 : 12,
          fontWeight: row.depth === 0 ? 650 : 400,
          overflowWrap: 'anywhere',
        }}
      >
        {row.label}
      </Box>
      <Box sx={{ gridRow: { xs: 2, md: 'auto' }, gridColumn: { xs: '1 / -1', md: 'auto' } }}>
        <Bar row={row} all={all} />
      </Box>
      <Box sx={{ fontSize: 12, textAlign: 'right', whiteSpace: 'nowrap' }}>
        <b>{formatCount(row.left)}</b>
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {' '}
          of {formatCount(row.came)} {lost === 0 ? '' : `· −${formatCount(lost)} `}·{' '}
          {perAlert.toFixed(perAlert < 10 ? 1 : 0)} µs
        </Box>
        {row.failed > 0 && (
          <Box component="span" sx={{ color: 'error.main' }}>
            {' '}
            · {formatCount(row.failed)} failed
          </Box>
        )}
      </Box>
    </Box>
  );
}

/** How many alerts survive each stage, and each condition in it. */
export function FunnelPicture({ funnel }: { readonly funnel: Funnel }) {
  return (
    <Box>
      <Box component="ol" aria-label="Funnel" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {rowsOf(funnel).map((row) => (
          <FunnelRow key={row.key} row={row} all={funnel.documents} />
        ))}
      </Box>
      <Box sx={{ fontSize: 12, color: 'text.secondary', mt: 0.5 }}>
        Faint: alerts that came to it; full: those that survived it. Lengths are logarithmic. Of
        conditions: those that evaluation in the written order comes to.
      </Box>
    </Box>
  );
}
