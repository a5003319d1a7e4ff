export {
  type FileEstimate,
  type FileProgress,
  type FileSource,
  type FileSourceOptions,
  fileSource,
} from './files/file-source.ts';
export { SourceError, type SourceErrorCode } from './files/source-error.ts';
