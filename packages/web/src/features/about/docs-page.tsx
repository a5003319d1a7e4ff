import { Box, Button, Link as MuiLink, Paper, Stack, Typography } from '@mui/material';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { Markdown } from '../comments/markdown.tsx';
import { DOCUMENTS, readDocument } from './documents.ts';
import { anchorOf, type Section, splitSections } from './sections.ts';

type Reading =
  | { readonly state: 'reading' }
  | { readonly state: 'missing' }
  | { readonly state: 'there'; readonly text: string };

function useDocument(name: string): Reading {
  const [found, setFound] = useState<{ name: string; text: string | null } | null>(null);
  useEffect(() => {
    let isGone = false;
    readDocument(name).then(
      (text) => !isGone && setFound({ name, text }),
      () => !isGone && setFound({ name, text: null }),
    );
    return () => {
      isGone = true;
    };
  }, [name]);
  if (found?.name !== name) return { state: 'reading' };
  return found.text === null ? { state: 'missing' } : { state: 'there', text: found.text };
}

function SectionView({
  section,
  isTitle,
}: {
  readonly section: Section;
  readonly isTitle: boolean;
}) {
  const { heading, level, text } = section;
  return (
    <Box component="section" id={anchorOf(heading)}>
      {heading !== '' && (
        <Typography
          variant={isTitle ? 'h1' : 'h2'}
          component={isTitle ? 'h1' : level > 2 ? 'h3' : 'h2'}
          sx={{ mt: isTitle ? 0 : 2, mb: 1, overflowWrap: 'anywhere' }}
        >
          {heading.replaceAll('`', '')}
        </Typography>
      )}
      {text !== '' && (
        <Box sx={{ overflowX: 'auto' }} tabIndex={/^\|/m.test(text) ? 0 : undefined}>
          <Markdown text={text} />
        </Box>
      )}
    </Box>
  );
}

/** A text of the documentation. */
export function DocsPage() {
  const { name: path = '' } = useParams();
  // Documents name each other by their files.
  const name = path.replace(/\.md$/, '');
  const known = DOCUMENTS.find((document) => document.name === name);
  usePageTitle(known?.title ?? 'Documentation');
  const reading = useDocument(name);
  if (reading.state === 'reading') return <Waiting />;
  if (reading.state === 'missing') {
    return (
      <Notice isPage title="There is no such document">
        <Button component={Link} to="/about" variant="contained">
          All documents
        </Button>
      </Notice>
    );
  }
  const sections = splitSections(reading.text);
  const title = sections.findIndex(({ level }) => level === 1);
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 900, mx: 'auto', pt: 2 }}>
      <MuiLink component={Link} to="/about" sx={{ fontSize: 13 }}>
        All documents
      </MuiLink>
      <Paper variant="outlined" component="article" sx={{ p: { xs: 1.5, sm: 3 } }}>
        {sections.map((section, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not change
          <SectionView key={index} section={section} isTitle={index === title} />
        ))}
      </Paper>
    </Stack>
  );
}
