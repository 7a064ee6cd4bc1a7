// The one place that knows where the backend serves what the page and the command share.
export {
  AS_NAMED,
  COLUMN_FIELDS,
  UnreadableSheet,
  columnPlace,
  csvRecords,
  encodingOf,
  isKnownHeader,
  isWholeLine,
  issueInCell,
  lineEndIn,
  readHeader,
  rowMaker,
} from "/spreadsheet/index.js";
