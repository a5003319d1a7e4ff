export {
  type Alert,
  type CutoutKind,
  type Cutouts,
  PacketError,
  type PacketErrorCode,
} from './survey.ts';
