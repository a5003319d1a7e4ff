import { useEffect, useState } from 'react';
import type { PipelineProblem } from './check-pipeline.ts';
import type { DocumentField } from './complete-pipeline.ts';

/** After the last keystroke; milliseconds. */
const PAUSE_MS = 250;
const NONE: readonly PipelineProblem[] = [];

/** What is wrong with a text as it is typed. The language is fetched for it. */
export function usePipelineCheck(
  text: string,
  fields: readonly DocumentField[] | undefined,
): readonly PipelineProblem[] {
  const [problems, setProblems] = useState(NONE);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const { checkPipeline } = await import('./check-pipeline.ts');
      if (isCurrent) setProblems(checkPipeline(text, fields ?? null));
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, fields]);
  return problems;
}
