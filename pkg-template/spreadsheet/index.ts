export { isBlank } from "./blank.js";
export {
  type Allowed,
  type Caution,
  type CautionKind,
  cautionsOf,
  duplicateOf,
} from "./cautions.js";
export { type Request, issueInCell, newBody } from "./cells.js";
export { Definitions, UnusableDefinitions } from "./definitions.js";
export type { Dialect } from "./delimiter.js";
export { MAX_DEPTH, isTooDeep } from "./depth.js";
export { Duplicates } from "./duplicates.js";
export {
  type Encoding,
  encodingOf,
  isWholeLine,
  lineEndIn,
} from "./encoding.js";
export { HEAD_BYTES, foreignKind, assertText } from "./foreign.js";
export {
  COLUMN_FIELDS,
  type Column,
  type Header,
  type HeaderProblem,
  columnPlace,
  fieldNamed,
  headerName,
  isKnownHeader,
  readHeader,
} from "./header.js";
export { AS_NAMED, type Mapping, headersOf } from "./mapping.js";
export { nearest } from "./nearest.js";
export { type Outlook, OutlookBuilder } from "./outlook.js";
export { type CsvRecord, csvRecords } from "./records.js";
export { type SheetRow, rowMaker } from "./rows.js";
export { MAX_RECORD } from "./scanner.js";
export { UnreadableSheet } from "./unreadable.js";
export {
  MAX_DEFINITIONS,
  duplicatesText,
  duration,
  fieldsText,
  rowCount,
  toSendText,
} from "./words.js";
