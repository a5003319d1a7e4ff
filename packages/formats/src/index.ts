export { AvroError, type AvroErrorCode } from './avro/avro-error.ts';
export { readConfluentHeader } from './avro/confluent-header.ts';
export {
  type Container,
  type ContainerBlock,
  type ContainerHeader,
  ContainerReader,
  type ContainerReaderOptions,
  type Inflate,
  openContainer,
} from './avro/container-reader.ts';
export { type ContainerContent, writeContainer } from './avro/container-writer.ts';
export {
  type AvroObject,
  type AvroSpans,
  type AvroValue,
  compileDecoder,
  type Decoded,
  type Decoder,
  type DecoderOptions,
} from './avro/decoder.ts';
export type { Projection } from './avro/decoder-source.ts';
export { compileEncoder, type Encoder } from './avro/encoder.ts';
export {
  type AvroArraySchema,
  type AvroEnumSchema,
  type AvroField,
  type AvroFixedSchema,
  type AvroMapSchema,
  type AvroPrimitive,
  type AvroPrimitiveSchema,
  type AvroRecordSchema,
  type AvroSchema,
  type AvroUnionSchema,
  parseSchema,
} from './avro/schema.ts';
export { canonicalForm, schemaFingerprint } from './avro/schema-fingerprint.ts';
export { spanSchema } from './avro/schema-lookup.ts';
export { type BsonDocument, type BsonValue, decodeBson, readBson } from './bson/reader.ts';
export { type CsvOptions, openCsv } from './csv/table-reader.ts';
export { writeCsv } from './csv/table-writer.ts';
export type { Drawing, DrawnImage, DrawnText, Rgb, Shape } from './drawing/drawing.ts';
export { drawPdf } from './drawing/pdf.ts';
export { drawPng } from './drawing/raster.ts';
export { openEcsv } from './ecsv/table-reader.ts';
export { writeEcsv } from './ecsv/table-writer.ts';
export {
  type FitsColumnArray,
  FitsColumnArrays,
  type FitsTableCard,
  writeFitsColumnArrays,
} from './fits/column-arrays.ts';
export { FitsError, type FitsErrorCode } from './fits/fits-error.ts';
export { gunzipStream, isGzip, readFitsStamp } from './fits/gzip.ts';
export { readGzipHead } from './fits/gzip-head.ts';
export { type FitsHeader, type FitsValue, readHeader as readFitsHeader } from './fits/header.ts';
export { type FitsImage, type ReadFitsOptions, readFitsImage } from './fits/image-reader.ts';
export { type FitsCard, type WritableImage, writeFitsImage } from './fits/image-writer.ts';
export { flipVertical, type StampLayout, uprightStamp } from './fits/orientation.ts';
export { readSkyOrientation, type SkyOrientation } from './fits/sky-orientation.ts';
export { FitsStampReader } from './fits/stamp-reader.ts';
export { type FitsTableOptions, openFitsTable } from './fits/table-reader.ts';
export { writeFitsTable } from './fits/table-writer.ts';
export type { Hdf5Source } from './hdf5/bytes.ts';
export type { Hdf5Cell } from './hdf5/cells.ts';
export { type Hdf5Columns, hdf5Values, openHdf5, readHdf5Columns } from './hdf5/columns.ts';
export { Hdf5Dataset, type Inflate as Hdf5Inflate } from './hdf5/dataset.ts';
export type { Hdf5Field, Hdf5Type } from './hdf5/datatype.ts';
export { Hdf5File, isHdf5 } from './hdf5/file.ts';
export { numberCell, numberField, type ReadNumber } from './hdf5/values.ts';
export { writeHdf5Frame } from './hdf5/write-frame.ts';
export { buildColormap, COLORMAP_NAMES, type ColormapName } from './image/colormap.ts';
export { type ImageHeader, readImageHeader } from './image/image-header.ts';
export {
  CUTOUT_INTERVAL,
  findLimits,
  findZscaleLimits,
  type ImageInterval,
  type ValueLimits,
  type ZscaleOptions,
} from './image/intervals.ts';
export { drawLinePlot, type LinePlot } from './image/line-plot.ts';
export { type Deflate, encodePng, type PngChannels, type PngImage } from './image/png.ts';
export { type RenderOptions, type RgbaImage, renderRgba } from './image/render.ts';
export { shrinkImage } from './image/shrink.ts';
export { type ImageStretch, stretchValue } from './image/stretch.ts';
export type { ParquetColumn, ParquetValues } from './parquet/column-writer.ts';
export {
  type ByteFile,
  type Decompressors,
  ParquetTable,
  parquetReader,
  type RowGroupRange,
  type RowsRequest,
} from './parquet/table-reader.ts';
export {
  type EncodedChunk,
  encodeChunk,
  type ParquetOptions,
  type ParquetPacking,
  ParquetWriter,
  writeParquet,
} from './parquet/table-writer.ts';
export { type AsciiColumns, readAsciiSpectrum } from './spectrum/ascii-spectrum.ts';
export { readFitsSpectrum } from './spectrum/fits-spectrum.ts';
export {
  type FileSpectrum,
  type HeaderValue,
  SpectrumError,
  type SpectrumErrorCode,
  type SpectrumHeader,
  type SpectrumUnit,
} from './spectrum/spectrum.ts';
export {
  type SpectrumCard,
  type WritableSpectrum,
  writeCsvSpectrum,
  writeFitsSpectrum,
} from './spectrum/spectrum-writer.ts';
export {
  type BadRecord,
  type Cell,
  type CellList,
  type CellRecord,
  type CellType,
  type TableBatch,
  type TableColumn,
  TableError,
  type TableErrorCode,
  type TableFormat,
  type TableNotes,
  type TableReader,
} from './table/table.ts';
export type { WritableTable } from './table/writable-table.ts';
export { type TarEntry, writeTar } from './tar/writer.ts';
export { openVotable } from './votable/table-reader.ts';
export { votableFrame, votableRows, writeVotable } from './votable/table-writer.ts';
