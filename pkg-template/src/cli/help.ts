/** What `--help` prints. */
export const HELP = `Usage: carecycle-custom-fields import FILE [options]

Creates a custom field value for each row of a CSV or JSON Lines file, within the rate limit.
FILE may be - for standard input. Nothing is sent while any row is invalid.

Columns
  The headers of a CSV file, and the keys of each line of JSON Lines, are customerId and the
  documented fields: fieldDefinitionId, textValue, numberValue, booleanValue, dateValue,
  selectValue, multiSelectValue.
  --field-definition ID     the definition of all rows, in place of the column fieldDefinitionId
  --column "HEADER=FIELD"   the column HEADER holds FIELD; "HEADER=" leaves it out; repeatable
  --separator ";"           what is between the texts in a cell of multiSelectValue; without it
                            the cell is a JSON array
  --empty absent|null       what an empty cell of a value is sent as (default: absent)
  --format csv|jsonl        where the name does not say it (.csv, .jsonl, .ndjson)
  A cell of booleanValue is true or false. A number stays the text that it is.

Checking
  --dry-run                 checks every row, lists the issues, sends nothing; needs no key
  --skip-invalid            sends the other rows where some are invalid
  --failed FILE             writes the invalid and the rejected rows there as they are in the
                            source, ready to be mended and imported

Going on
  What was done with each row is kept in FILE.journal (hashes and IDs, never values). Started
  again with the same file, the command skips what was created and sends what was not.
  --unknown skip|retry      rows that may have been created, because no answer came: leave them,
                            or send them again, whereby the value may be there twice. Without
                            it the command stops and lists them
  --journal FILE            another place for the journal; needed for standard input
  --no-journal              keeps none: started again, the command sends all rows again

Sending
  --api-key-file FILE       a file with the API key; otherwise CARECYCLE_API_KEY. There is no
                            option for the key itself: other users see a process's arguments
  --base-url URL            otherwise CARECYCLE_BASE_URL, or https://api.carecycle.ai
  --rate-limit N/MS         N requests in any MS milliseconds, or off (default: 60/60000)
  --concurrency N           rows under way at once (default: 16)
  --timeout-ms N            milliseconds for an attempt (default: 30000)
  --max-retries N           attempts after the first, where the value is certainly not there
                            (default: 20)
  The command stops by itself where the key is refused (401), where the API cannot be reached,
  and where five rows in a row have an unknown outcome.

Output
  --json                    a JSON object for each row and one for the summary, a line each
  --quiet                   no progress and no summary; rows that fail are told
  --help, --version

Ctrl-C finishes the rows in flight and prints the summary; a second Ctrl-C stops at once.

Exit codes
  0    all rows are created (with --dry-run: all are valid)
  1    some rows are not: invalid, rejected or not sent
  2    the command was not called right, or a file cannot be used; nothing was sent
  3    of some rows it is unknown whether they were created
  130  interrupted
`;
