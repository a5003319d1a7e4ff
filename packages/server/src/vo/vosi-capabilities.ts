/**
 * What the service can do.
 * Sources: TAPRegExt 1.0 (IVOA Recommendation, Demleitner et al. 2012), VOSI 1.1.
 */
import {
  DEFAULT_JOB_S,
  DEFAULT_KEPT_DAYS,
  DEFAULT_ROWS,
  MAX_JOB_S,
  MAX_KEPT_DAYS,
  MAX_ROWS,
} from './limits.ts';
import { RESULT_FORMATS } from './results/formats.ts';
import { UPLOAD_BYTES, UPLOAD_ROWS } from './uploads.ts';
import { escapeXml, XML_HEAD } from './xml.ts';

const GEOMETRY = [
  ...['POINT', 'CIRCLE', 'BOX', 'POLYGON', 'CONTAINS', 'INTERSECTS', 'DISTANCE', 'AREA'],
  ...['CENTROID', 'COORD1', 'COORD2', 'COORDSYS'],
];
const FEATURES = 'ivo://ivoa.net/std/TAPRegExt#features-';

/** Beyond ADQL 2.0, by the kinds of the standard. */
const OTHER_FEATURES: Readonly<Record<string, readonly string[]>> = {
  [`${FEATURES}adql-string`]: ['LOWER', 'UPPER', 'ILIKE'],
  [`${FEATURES}adql-sets`]: ['UNION', 'EXCEPT', 'INTERSECT'],
  [`${FEATURES}adql-common-table`]: ['WITH'],
  [`${FEATURES}adql-type`]: ['CAST'],
  [`${FEATURES}adql-unit`]: ['IN_UNIT'],
  [`${FEATURES}adql-offset`]: ['OFFSET'],
};

function features(type: string, forms: readonly string[]): string {
  const list = forms.map((form) => `<feature><form>${form}</form></feature>`).join('');
  return `<languageFeatures type="${type}">${list}</languageFeatures>`;
}

function outputFormats(): string {
  return RESULT_FORMATS.map(({ mime, aliases }) => {
    const short = aliases.filter((alias) => !alias.includes('/') || alias.startsWith('votable/'));
    return `<outputFormat><mime>${mime}</mime>${short.map((alias) => `<alias>${alias}</alias>`).join('')}</outputFormat>`;
  }).join('\n    ');
}

function limits(): string {
  return `<uploadMethod ivo-id="ivo://ivoa.net/std/TAPRegExt#upload-inline"/>
    <uploadMethod ivo-id="ivo://ivoa.net/std/TAPRegExt#upload-http"/>
    <uploadMethod ivo-id="ivo://ivoa.net/std/TAPRegExt#upload-https"/>
    <retentionPeriod><default>${DEFAULT_KEPT_DAYS * 86_400}</default><hard>${MAX_KEPT_DAYS * 86_400}</hard></retentionPeriod>
    <executionDuration><default>${DEFAULT_JOB_S}</default><hard>${MAX_JOB_S}</hard></executionDuration>
    <outputLimit><default unit="row">${DEFAULT_ROWS}</default><hard unit="row">${MAX_ROWS}</hard></outputLimit>
    <uploadLimit><default unit="row">${UPLOAD_ROWS}</default><hard unit="byte">${UPLOAD_BYTES}</hard></uploadLimit>`;
}

function vosi(id: string, url: string): string {
  return `<capability standardID="ivo://ivoa.net/std/VOSI#${id}">
    <interface xsi:type="vs:ParamHTTP" role="std"><accessURL use="full">${url}</accessURL></interface>
  </capability>`;
}

/** @param home the address of the service, such as `https://…/tap` */
export function capabilitiesXml(home: string): string {
  const url = escapeXml(home);
  const more = Object.entries(OTHER_FEATURES).map(([type, forms]) => features(type, forms));
  return `${XML_HEAD}<vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0" xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" xmlns:tr="http://www.ivoa.net/xml/TAPRegExt/v1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  ${vosi('capabilities', `${url}/capabilities`)}
  ${vosi('availability', `${url}/availability`)}
  ${vosi('tables-1.1', `${url}/tables`)}
  <capability standardID="ivo://ivoa.net/std/DALI#examples">
    <interface xsi:type="vs:ParamHTTP" role="std"><accessURL use="full">${url}/examples</accessURL></interface>
  </capability>
  <capability standardID="ivo://ivoa.net/std/TAP" xsi:type="tr:TableAccess">
    <interface xsi:type="vs:ParamHTTP" role="std" version="1.1"><accessURL use="base">${url}</accessURL></interface>
    <language>
      <name>ADQL</name>
      <version ivo-id="ivo://ivoa.net/std/ADQL#v2.0">2.0</version>
      <version ivo-id="ivo://ivoa.net/std/ADQL#v2.1">2.1</version>
      <description>ADQL 2.1, and CASE</description>
      ${features(`${FEATURES}adqlgeo`, GEOMETRY)}
      ${more.join('\n      ')}
    </language>
    ${outputFormats()}
    ${limits()}
  </capability>
</vosi:capabilities>
`;
}

export function availabilityXml(isUp: boolean, since: Date): string {
  return `${XML_HEAD}<vosi:availability xmlns:vosi="http://www.ivoa.net/xml/VOSIAvailability/v1.0">
<vosi:available>${isUp}</vosi:available>
<vosi:upSince>${since.toISOString()}</vosi:upSince>${isUp ? '' : '\n<vosi:note>the database cannot be reached</vosi:note>'}
</vosi:availability>
`;
}
