export {
  type Request,
  issueInCell,
  newRow,
  requestOf,
  toRequest,
} from "./cells.js";
export { MAX_DEPTH, isTooDeep } from "./depth.js";
export {
  COLUMN_FIELDS,
  type Header,
  type HeaderProblem,
  readHeader,
} from "./header.js";
export { AS_NAMED, type Mapping } from "./mapping.js";
export { nearest } from "./nearest.js";
export {
  type CsvRecord,
  MAX_RECORD_BYTES,
  UnreadableCsv,
  csvRecords,
  isWholeLine,
  loadParser,
} from "./records.js";
