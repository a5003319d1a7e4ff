/**
 * The Avro schema of a ZTF alert packet, version 4.02, as our own compact tables: record and field
 * names, their order and types are the survey's published interface. 4.02 has the same Parsing
 * Canonical Form as 4.01; only the default of `candidate.tooflag` went from 0 to null.
 *
 * A field is written `name:type`, where the type is one of int, long, float, double, string; a `?`
 * after it makes the union `["null", type]` with the default null, and `!` the same union without
 * a default.
 */

export type AvroSchemaJson =
  | string
  | readonly AvroSchemaJson[]
  | { readonly [attribute: string]: unknown };

interface AvroField {
  readonly name: string;
  readonly type: AvroSchemaJson;
  readonly default?: null;
}

export const ZTF_SCHEMA_VERSION = '4.02';

const NAMESPACE = 'ztf.alert';

/** Position on the camera and photometry: between `tblid` and `magapbig` both records agree. */
const MEASURED = `
  tblid:long? nid:int? rcid:int? field:int? xpos:float? ypos:float? ra:POSITION dec:POSITION
  magpsf:MAGNITUDE sigmapsf:MAGNITUDE chipsf:float? magap:float? sigmagap:float? distnr:float?
  magnr:float? sigmagnr:float? chinr:float? sharpnr:float? sky:float? magdiff:float? fwhm:float?
  classtar:float? mindtoedge:float? magfromlim:float? seeratio:float? aimage:float? bimage:float?
  aimagerat:float? bimagerat:float? elong:float? nneg:int? nbad:int? rb:float? ssdistnr:float?
  ssmagnr:float? ssnamenr:string? sumrat:float? magapbig:float? sigmagapbig:float?
  ranr:POSITION decnr:POSITION`;

const EXPOSURE = `jd:double fid:int pid:long diffmaglim:float? pdiffimfilename:string?
  programpi:string? programid:int`;

/** In an upper limit there is nothing at the place, so these are null in the history. */
function withTypes(table: string, position: string, magnitude: string): string {
  return table.replaceAll('POSITION', position).replaceAll('MAGNITUDE', magnitude);
}

const CANDIDATE = `${EXPOSURE} candid:long isdiffpos:string
  ${withTypes(MEASURED, 'double', 'float')}
  sgmag1:float? srmag1:float? simag1:float? szmag1:float? sgscore1:float? distpsnr1:float?
  ndethist:int ncovhist:int jdstarthist:double? jdendhist:double? scorr:double? tooflag:int?
  objectidps1:long? objectidps2:long?
  sgmag2:float? srmag2:float? simag2:float? szmag2:float? sgscore2:float? distpsnr2:float?
  objectidps3:long?
  sgmag3:float? srmag3:float? simag3:float? szmag3:float? sgscore3:float? distpsnr3:float?
  nmtchps:int rfid:long jdstartref:double jdendref:double nframesref:int rbversion:string
  dsnrms:float? ssnrms:float? dsdiff:float? magzpsci:float? magzpsciunc:float? magzpscirms:float?
  nmatches:int clrcoeff:float? clrcounc:float? zpclrcov:float? zpmed:float? clrmed:float?
  clrrms:float? neargaia:float? neargaiabright:float? maggaia:float? maggaiabright:float?
  exptime:float? drb:float? drbversion:string`;

const PRV_CANDIDATE = `${EXPOSURE} candid:long! isdiffpos:string!
  ${withTypes(MEASURED, 'double!', 'float!')}
  scorr:double? magzpsci:float? magzpsciunc:float? magzpscirms:float? clrcoeff:float?
  clrcounc:float? rbversion:string`;

const FP_HIST = `field:int? rcid:int? fid:int pid:long rfid:long sciinpseeing:float?
  scibckgnd:float? scisigpix:float? magzpsci:float? magzpsciunc:float? magzpscirms:float?
  clrcoeff:float? clrcounc:float? exptime:float? adpctdif1:float? adpctdif2:float?
  diffmaglim:float? programid:int jd:double forcediffimflux:float? forcediffimfluxunc:float?
  procstatus:string? distnr:float? ranr:double decnr:double magnr:float? sigmagnr:float?
  chinr:float? sharpnr:float?`;

function parseField(text: string): AvroField {
  const [name = '', kind = ''] = text.split(':');
  const type = kind.replace(/[?!]$/, '');
  if (kind.endsWith('?')) return { name, type: ['null', type], default: null };
  return { name, type: kind.endsWith('!') ? ['null', type] : type };
}

function parseTable(table: string): readonly AvroField[] {
  return table.trim().split(/\s+/).map(parseField);
}

function recordOf(name: string, fields: readonly AvroField[]): AvroSchemaJson {
  return { type: 'record', namespace: NAMESPACE, name, version: ZTF_SCHEMA_VERSION, fields };
}

function nullable(name: string, type: AvroSchemaJson): AvroField {
  return { name, type: ['null', type], default: null };
}

function listOf(name: string, table: string): AvroSchemaJson {
  return { type: 'array', items: recordOf(name, parseTable(table)) };
}

const CUTOUT = recordOf('cutout', parseTable('fileName:string stampData:bytes'));

/** The whole packet: `ztf.alert` with its candidate, histories and three cutouts. */
export const ZTF_ALERT_SCHEMA_4_02: AvroSchemaJson = {
  type: 'record',
  name: NAMESPACE,
  version: ZTF_SCHEMA_VERSION,
  fields: [
    ...parseTable('schemavsn:string publisher:string objectId:string candid:long'),
    { name: 'candidate', type: recordOf('candidate', parseTable(CANDIDATE)) },
    nullable('prv_candidates', listOf('prv_candidate', PRV_CANDIDATE)),
    nullable('fp_hists', listOf('fp_hist', FP_HIST)),
    nullable('cutoutScience', CUTOUT),
    nullable('cutoutTemplate', `${NAMESPACE}.cutout`),
    nullable('cutoutDifference', `${NAMESPACE}.cutout`),
  ],
};
