import { Box, Link as MuiLink, Skeleton, Stack, Typography } from '@mui/material';
import { Link } from 'react-router';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useGetSysinfoQuery } from './about.api.ts';
import { BUILT_WITH, KEYS } from './about-words.ts';
import { DOCUMENTS } from './documents.ts';

function Version() {
  const { data, error, refetch } = useGetSysinfoQuery();
  if (error !== undefined)
    return <ErrorNotice what="Version" error={error} onRetry={() => refetch()} />;
  if (data === undefined) return <Skeleton width={160} />;
  return (
    <Typography variant="body2">
      Version <strong>{data.fritzVersion}</strong>, under the MIT licence.
    </Typography>
  );
}

function DocumentList({ isGuide, label }: { readonly isGuide: boolean; readonly label: string }) {
  return (
    <Panel title={label}>
      <RowList label={label}>
        {DOCUMENTS.filter((document) => document.isGuide === isGuide).map(({ name, title }) => (
          <li key={name}>
            <MuiLink component={Link} to={`/help/${name}`}>
              {title}
            </MuiLink>
          </li>
        ))}
      </RowList>
    </Panel>
  );
}

function KeyTable() {
  return (
    <Panel title="Keys">
      {KEYS.map(({ title, keys }) => (
        <Box key={title} sx={{ mb: 1 }}>
          <Typography component="h3" sx={{ fontWeight: 650, fontSize: 13 }}>
            {title}
          </Typography>
          <Box
            component="dl"
            sx={{ m: 0, display: 'grid', gridTemplateColumns: '120px 1fr', fontSize: 13 }}
          >
            {keys.map(([key, meaning]) => (
              <Box key={key} sx={{ display: 'contents' }}>
                <Box component="dt">
                  <kbd>{key}</kbd>
                </Box>
                <Box component="dd" sx={{ m: 0 }}>
                  {meaning}
                </Box>
              </Box>
            ))}
          </Box>
        </Box>
      ))}
    </Panel>
  );
}

const LINKS: readonly (readonly [label: string, address: string])[] = [
  ['The API, to read', '/docs/api'],
  ['The API, as OpenAPI', '/api/openapi.json'],
];

/** What Fritz is, how it is used, and what it stands on. */
export function AboutPage() {
  usePageTitle('About and help');
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 1100, mx: 'auto', pt: 2 }}>
      <Typography variant="h1">About and help</Typography>
      <Box sx={{ columnWidth: 320, columnGap: 1.5, '& > *': { breakInside: 'avoid', mb: 1.5 } }}>
        <Panel title="Fritz">
          <Typography variant="body2" sx={{ mb: 1 }}>
            An alert broker and a marshal: it reads telescopes’ alert streams, runs every group’s
            filters over them, and is the place where people look at what passed, save it and
            discuss it.
          </Typography>
          <Version />
          <RowList label="Links">
            {LINKS.map(([label, address]) => (
              <li key={address}>
                <MuiLink href={address}>{label}</MuiLink>
              </li>
            ))}
          </RowList>
        </Panel>
        <KeyTable />
        <DocumentList isGuide label="Guides" />
        <DocumentList isGuide={false} label="Reference" />
        <Panel title="Built with">
          <Typography variant="body2">
            {BUILT_WITH.map(([name, license]) => `${name} (${license})`).join(', ')}, and others
            that the lockfile names.
          </Typography>
        </Panel>
      </Box>
    </Stack>
  );
}
