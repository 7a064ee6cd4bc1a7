// The only module that knows where the backend serves the code that the page and the command share.
export {
  AS_NAMED,
  COLUMN_FIELDS,
  UnreadableCsv,
  csvRecords,
  isWholeLine,
  issueInCell,
  loadParser,
  readHeader,
  requestOf,
} from "/spreadsheet/index.js";
