import { Box, MenuItem, Link as MuiLink, TextField, Typography } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../../format/number.ts';
import { formatAgo, parseNaiveUtc } from '../../format/time.ts';
import { RowList } from '../../ui/panel.tsx';
import { useNow } from '../../ui/use-now.ts';
import {
  useGetNewsQuery,
  useGetRecentSourcesQuery,
  useGetSourceCountQuery,
  useGetTopSaversQuery,
  useGetTopSourcesQuery,
} from './dashboard.api.ts';
import { WidgetBody } from './widget-body.tsx';
import { NEWS_VERBS, NO_NEWS, NOTHING_SAVED } from './words.ts';

function SourceLink({ id }: { readonly id: string }) {
  return (
    <MuiLink component={Link} to={`/source/${encodeURIComponent(id)}`} sx={{ fontWeight: 650 }}>
      {id}
    </MuiLink>
  );
}

function Row({ main, aside }: { readonly main: ReactNode; readonly aside: ReactNode }) {
  return (
    <li>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', fontSize: 13 }}>
        <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{main}</Box>
        <Box sx={{ color: 'text.secondary', whiteSpace: 'nowrap', fontSize: 12 }}>{aside}</Box>
      </Box>
    </li>
  );
}

function classOf(classifications: readonly Readonly<Record<string, unknown>>[]): string {
  const name = classifications.at(-1)?.classification;
  return typeof name === 'string' ? name : '';
}

export function RecentWidget() {
  const { data, error, refetch } = useGetRecentSourcesQuery();
  const now = useNow();
  return (
    <WidgetBody
      {...{ data, error }}
      what="Recently saved"
      onRetry={() => void refetch()}
      isEmpty={(sources) => sources.length === 0}
      empty={NOTHING_SAVED}
    >
      {(sources) => (
        <RowList label="Recently saved sources">
          {sources.map((source) => (
            <Row
              key={`${source.obj_id} ${source.created_at}`}
              main={
                <>
                  <SourceLink id={source.obj_id} /> {classOf(source.classifications)}
                  {source.tns_name !== null && ` · ${source.tns_name}`}
                </>
              }
              aside={formatAgo(parseNaiveUtc(source.created_at), now)}
            />
          ))}
        </RowList>
      )}
    </WidgetBody>
  );
}

export function NewsWidget() {
  const { data, error, refetch } = useGetNewsQuery();
  const now = useNow();
  return (
    <WidgetBody
      {...{ data, error }}
      what="News"
      onRetry={() => void refetch()}
      isEmpty={(news) => news.length === 0}
      empty={NO_NEWS}
    >
      {(news) => (
        <RowList label="News">
          {news.map((item) => (
            <Row
              key={`${item.type} ${item.time} ${item.source_id} ${item.message}`}
              main={
                <>
                  <strong>{item.author ?? 'Somebody'}</strong> {NEWS_VERBS[item.type] ?? item.type}{' '}
                  <SourceLink id={item.source_id} />
                  {item.type !== 'source' && (
                    <Typography variant="body2" color="textSecondary">
                      {item.message}
                    </Typography>
                  )}
                </>
              }
              aside={formatAgo(parseNaiveUtc(item.time), now)}
            />
          ))}
        </RowList>
      )}
    </WidgetBody>
  );
}

const SPANS: readonly (readonly [days: number, label: string])[] = [
  [1, 'Last day'],
  [7, 'Last week'],
  [30, 'Last 30 days'],
  [365, 'Last year'],
];

function SpanSelect({
  days,
  onChange,
}: {
  readonly days: number;
  readonly onChange: (days: number) => void;
}) {
  return (
    <TextField
      select
      label="Since"
      value={days}
      onChange={(event) => onChange(Number(event.target.value))}
      sx={{ minWidth: 130, mb: 0.5 }}
    >
      {SPANS.map(([span, label]) => (
        <MenuItem key={span} value={span}>
          {label}
        </MenuItem>
      ))}
    </TextField>
  );
}

export function TopSourcesWidget() {
  const [days, setDays] = useState(7);
  const { currentData, error, refetch } = useGetTopSourcesQuery(days);
  return (
    <>
      <SpanSelect days={days} onChange={setDays} />
      <WidgetBody
        data={currentData}
        error={error}
        what="Top sources"
        onRetry={() => void refetch()}
        isEmpty={(sources) => sources.length === 0}
        empty="No source page was looked at in this time."
      >
        {(sources) => (
          <RowList label="Sources looked at most">
            {sources.map((source) => (
              <Row
                key={source.obj_id}
                main={
                  <>
                    <SourceLink id={source.obj_id} /> {classOf(source.classifications)}
                  </>
                }
                aside={`${formatCount(source.views)} ${source.views === 1 ? 'look' : 'looks'}`}
              />
            ))}
          </RowList>
        )}
      </WidgetBody>
    </>
  );
}

export function TopSaversWidget() {
  const [days, setDays] = useState(7);
  const { currentData, error, refetch } = useGetTopSaversQuery(days);
  return (
    <>
      <SpanSelect days={days} onChange={setDays} />
      <WidgetBody
        data={currentData}
        error={error}
        what="Top savers"
        onRetry={() => void refetch()}
        isEmpty={(savers) => savers.length === 0}
        empty="Nobody saved anything in this time."
      >
        {(savers) => (
          <RowList label="Who saved most">
            {savers.map(({ rank, author, saves }) => (
              <Row
                key={author.id}
                main={
                  <>
                    {rank}.{' '}
                    {[author.first_name, author.last_name].filter(Boolean).join(' ') ||
                      author.username}
                    {author.is_bot && ' (bot)'}
                  </>
                }
                aside={`${formatCount(saves)} saved`}
              />
            ))}
          </RowList>
        )}
      </WidgetBody>
    </>
  );
}

function CountOf({ days, label }: { readonly days: number; readonly label: string }) {
  const { data, error, refetch } = useGetSourceCountQuery(days);
  return (
    <Box sx={{ flex: '1 1 80px' }}>
      <WidgetBody
        {...{ data, error }}
        what={label}
        onRetry={() => void refetch()}
        isEmpty={() => false}
        empty=""
      >
        {({ count }) => (
          <MuiLink
            component={Link}
            to={`/sources?savedAfter=${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 16)}`}
            underline="none"
            color="inherit"
            sx={{ display: 'block' }}
          >
            <Box sx={{ fontSize: 24, fontWeight: 700 }}>{formatCount(count)}</Box>
            <Box sx={{ fontSize: 12, color: 'text.secondary' }}>{label}</Box>
          </MuiLink>
        )}
      </WidgetBody>
    </Box>
  );
}

export function CountsWidget() {
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
      {SPANS.map(([days, label]) => (
        <CountOf key={days} days={days} label={label.toLowerCase()} />
      ))}
    </Box>
  );
}
