// The only module that knows where the backend serves the code that the page and the command share.
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
