/** Jobs in XML. Source: UWS 1.1 (IVOA Recommendation, Harrison & Rixon 2016). */
import type { TapJob } from '@fritz/archive';
import { escapeXml, XML_HEAD } from '../xml.ts';

const SPACES =
  'xmlns:uws="http://www.ivoa.net/xml/UWS/v1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1.1"';

function timeElement(name: string, time: Date | null): string {
  return time === null
    ? `<uws:${name} xsi:nil="true"/>`
    : `<uws:${name}>${time.toISOString()}</uws:${name}>`;
}

function parametersXml({ parameters }: TapJob): string {
  const list = parameters.map(
    ([name, value]) => `<uws:parameter id="${escapeXml(name)}">${escapeXml(value)}</uws:parameter>`,
  );
  return `<uws:parameters>${list.join('')}</uws:parameters>`;
}

function resultsXml({ phase, resultType }: TapJob, url: string): string {
  if (phase !== 'COMPLETED') return '<uws:results/>';
  const type = escapeXml(resultType ?? '');
  return `<uws:results><uws:result id="result" xlink:type="simple" xlink:href="${escapeXml(url)}/results/result" mime-type="${type}"/></uws:results>`;
}

function errorXml({ error }: TapJob): string {
  if (error === null) return '';
  return `\n<uws:errorSummary type="fatal" hasDetail="true"><uws:message>${escapeXml(error)}</uws:message></uws:errorSummary>`;
}

/** @param url the job's own address; @param owner who its owner is called; null: nobody */
export function jobXml(job: TapJob, url: string, owner: string | null): string {
  const runId = job.runId === null ? '' : `<uws:runId>${escapeXml(job.runId)}</uws:runId>\n`;
  const whose =
    owner === null
      ? '<uws:ownerId xsi:nil="true"/>'
      : `<uws:ownerId>${escapeXml(owner)}</uws:ownerId>`;
  return `${XML_HEAD}<uws:job ${SPACES}>
<uws:jobId>${job.id}</uws:jobId>
${runId}${whose}
<uws:phase>${job.phase}</uws:phase>
<uws:quote xsi:nil="true"/>
${timeElement('creationTime', job.createdAt)}
${timeElement('startTime', job.startedAt)}
${timeElement('endTime', job.endedAt)}
<uws:executionDuration>${job.durationS}</uws:executionDuration>
${timeElement('destruction', job.destroyAt)}
${parametersXml(job)}
${resultsXml(job, url)}${errorXml(job)}
</uws:job>
`;
}

/** @param home the address of the list */
export function jobsXml(jobs: readonly TapJob[], home: string): string {
  const list = jobs.map(({ id, phase, runId, createdAt }) => {
    const run = runId === null ? '' : `<uws:runId>${escapeXml(runId)}</uws:runId>`;
    return `<uws:jobref id="${id}" xlink:type="simple" xlink:href="${escapeXml(home)}/${id}"><uws:phase>${phase}</uws:phase>${run}${timeElement('creationTime', createdAt)}</uws:jobref>`;
  });
  return `${XML_HEAD}<uws:jobs ${SPACES}>\n${list.join('\n')}\n</uws:jobs>\n`;
}

export function parametersDocument(job: TapJob): string {
  return `${XML_HEAD}${parametersXml(job).replace('<uws:parameters', `<uws:parameters ${SPACES.replace(' version="1.1"', '')}`)}\n`;
}

export function resultsDocument(job: TapJob, url: string): string {
  return `${XML_HEAD}${resultsXml(job, url).replace('<uws:results', `<uws:results ${SPACES.replace(' version="1.1"', '')}`)}\n`;
}
