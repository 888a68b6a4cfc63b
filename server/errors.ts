/**
 * Every error once: code, HTTP status and message template.
 *
 * A message says what, where, expected, got and what to do next, in lower case. `{name}` is filled from the details.
 */
const catalogue = {
  "internal.unexpected": { status: 500, message: "unexpected failure: {reason}; see the server log" },
  "request.invalid": { status: 400, message: "{where}: expected {expected}, got {got}" },
  "request.not_found": { status: 404, message: "nothing at {path}" },
  "export.too_many_rows": {
    status: 413,
    message: "{got} rows, and a sheet holds {limit}; narrow the filters, or take CSV, Parquet or Arrow",
  },
  "export.too_large": {
    status: 413,
    message: "the workbook passes what its format holds ({limit}); narrow the filters, or take CSV, Parquet or Arrow",
  },
  "route.no_permission": {
    status: 500,
    message: "route {method} {url} declares no permission; name one in its config",
  },
  "access.cross_site": { status: 403, message: "refused a request from {origin}; use the pages this server serves" },
  "access.denied": { status: 403, message: "{permission} is needed for this; ask an administrator" },
  "access.nation_only": {
    status: 403,
    message: "this holds records of the whole nation that cannot be told apart by region; ask an account of the nation",
  },
  "access.reason_needed": {
    status: 403,
    message: "a person's page opens for a reason; give one first",
  },
  "access.sign_in": { status: 401, message: "sign in first" },
  "access.wrong_password": { status: 401, message: "account and password do not fit; look at both again" },
  "access.locked": { status: 429, message: "too many wrong passwords; try again after {until}" },
  "access.too_many": { status: 429, message: "too many requests; try again after {until}" },
  "access.csrf": { status: 403, message: "this page is no longer the one that signed in; load it again" },
  "access.change_password": {
    status: 403,
    message: "a password given by somebody else is good for one thing: set your own",
  },
  "access.weak_password": { status: 422, message: "password: expected {expected}; choose another" },
  "access.terminal_only": {
    status: 403,
    message: "{command} works with files of the server's machine; run it there: jiheng {command}",
  },
  "access.no_such_way": { status: 404, message: "{way}: nobody signs in this way here" },
  "account.not_found": { status: 404, message: "no account {account} among those you manage; look for it in the list" },
  "account.exists": { status: 409, message: "account {account} is there already; choose another name for signing in" },
  "account.invalid": { status: 422, message: "{field}: expected {expected}, got {got}" },
  "account.own": { status: 403, message: "nobody changes rights of his own account; ask another administrator" },
  "account.out_of_scope": {
    status: 403,
    message: "{account}: reaches beyond the regions you administer; ask the administrator of the nation",
  },
  "account.last_administrator": {
    status: 409,
    message: "{account} is the last administrator of the nation; make another first",
  },
  "journal.broken": {
    status: 500,
    message:
      "{file}: entry {seq} does not fit the chain; nothing was changed: restore the journal from its last backup",
  },
  "journal.torn": { status: 500, message: "{file}: entry {seq} is cut off; start the server once to set it aside" },
  "journal.write": { status: 507, message: "{file}: cannot append: {reason}; make room and try again" },
  "journal.shorter": {
    status: 500,
    message:
      "{file}: ends at batch {journal}, but the database holds batch {database}; the journal was cut: restore it from its last backup",
  },
  "journal.cut": {
    status: 500,
    message:
      "{file}: ends before entry {seq}, though entry {expected} stood there on {day}; the journal was cut: restore it from its last backup",
  },
  "journal.rewritten": {
    status: 500,
    message:
      "{file}: entry {seq} is another than on {day}; the journal was written anew: restore it from its last backup",
  },
  "journal.heads_invalid": {
    status: 400,
    message: "{file}: expected heads as an export of the journal gave them, got {got}",
  },
  "correction.not_found": {
    status: 404,
    message: "no correction notice {finding} among those you may see; look for it in the list",
  },
  "correction.other_side": {
    status: 403,
    message: "{finding}: the insured place handles its correction notices; the place of care may read them",
  },
  "correction.move_refused": {
    status: 409,
    message: "{finding}: cannot go from {from} to {to}; allowed now: {allowed}",
  },
  "institution.not_found": {
    status: 404,
    message: "no findings of institution {code} among those you may see; look for it in the list",
  },
  "store.key_missing": {
    status: 500,
    message: "{file}: the key file of this data folder is missing; restore it, or set JIHENG_KEY_FILE to where it is",
  },
  "store.key_malformed": {
    status: 500,
    message: "{file}: expected 64 hex digits; restore the key file from its backup",
  },
  "store.key_wrong": {
    status: 500,
    message:
      "{file}: this key (fingerprint {got}) is not the one of {folder} (fingerprint {expected}); restore the right file",
  },
  "store.raw_missing": {
    status: 500,
    message: "{file}: a kept batch is missing; restore the raw folder from its backup",
  },
  "store.raw_damaged": {
    status: 500,
    message: "{file}: a kept batch cannot be read: {reason}; restore it from its backup",
  },
  "store.identity_sealed": {
    status: 500,
    message:
      "identities of batch {batch}, block {block}: cannot be opened with this key; use the key file of this data folder",
  },
  "store.foreign": {
    status: 500,
    message: "{folder}: expected an empty folder or one of this program, found {got}; choose another data folder",
  },
  "store.path": {
    status: 500,
    message: "{folder}: expected a path without a question mark; choose another data folder",
  },
  "store.newer": {
    status: 500,
    message: "{folder}: written by a newer version (schema {got}, this program knows {expected}); update the program",
  },
  "store.busy": {
    status: 409,
    message: "{folder}: in use by process {pid} ({what}); wait for it to end, or stop it, then try again",
  },
  "store.damaged": { status: 500, message: "{file}: cannot be opened: {reason}" },
  "store.interrupted": { status: 409, message: "stopped on request" },
  "store.disk_full": { status: 507, message: "{where}: no room left on the disk; make room and send the batch again" },
  "store.rebuild_differs": {
    status: 500,
    message:
      "batch {batch} ({source}): read again it gives {got}, the journal says {expected}; the old files stand in {folder}: keep them and report this",
  },
  "job.unknown": { status: 400, message: "command {name} is not known here; see --help" },
  "job.twice": { status: 500, message: "two files define the command {name}; rename one" },
  "job.not_found": { status: 404, message: "no job {id}; it has ended long ago or never was" },
  "job.refused": { status: 502, message: "{url}: the running server refused the command: {reason}" },
  "load.empty_folder": {
    status: 400,
    message: "{folder}: expected data files (csv, ndjson, parquet, arrow, plain or .gz), found none",
  },
  "load.no_terms": { status: 400, message: "{paths}: expected {extension} files, found none" },
  "terms.not_own": { status: 404, message: "{name}: no own file of that name; own files are: {names}" },
  "demo.failed": { status: 500, message: "the demo data could not be loaded: {reason}; start again to complete them" },
  "serve.no_origin": {
    status: 500,
    message:
      "{host}: beyond loopback, JIHENG_ORIGINS has to name the addresses people reach this server by, as https://jiheng.example.cn",
  },
  "serve.demo_not_loopback": {
    status: 500,
    message: "{host}: the demo, where anybody signs in, is served on loopback only; leave out --demo",
  },
  "config.invalid": { status: 500, message: "{name}: expected {expected}, got {got}" },
  "serve.pages_not_built": { status: 500, message: "the pages could not be built (exit code {code}); see above" },
  "serve.port_in_use": { status: 500, message: "port {port} is in use; stop the other program or pass --port" },
  "job.lost": {
    status: 502,
    message: "{url}: the running server stopped during job {id}; see its log, then try again",
  },
  "intake.unaccounted": {
    status: 500,
    message:
      "{source}: {read} records read, but {accepted} accepted, {duplicate} duplicate, {replaced} replaced, {rejected} rejected; nothing was loaded: report this file",
  },
  "intake.changed": {
    status: 409,
    message:
      "{file}: it was written to while it was read; nothing was loaded: wait until it is complete, then load it again",
  },
  "intake.no_batch": { status: 404, message: "no batch {batch}; the data page lists them" },
  "regions.invalid": { status: 500, message: "{file} line {line}: expected {expected}, got {got}" },
  "completeness.invalid": {
    status: 400,
    message: "{declaration}: expected {expected}, got {got}; nothing was declared",
  },
  "catalogue.invalid": {
    status: 500,
    message: "{file} line {line}, {column}: expected {expected}, got {got}; mend the file",
  },
  "policy.invalid": {
    status: 500,
    message: "{file} line {line}, {key}: expected {expected}, got {got}; mend the policy",
  },
  "rule.invalid": { status: 422, message: "{file} line {line}, {key}: expected {expected}, got {got}; mend the rule" },
  "rule.lock_invalid": {
    status: 500,
    message:
      "{file}: expected version and meaning by rule, got another form; restore it, or delete it and run rules lock",
  },
  "rule.not_found": { status: 404, message: "no rule {rule}; look for it in the list of rules" },
  "rule.move_refused": {
    status: 409,
    message: "{rule}: cannot be moved from {from} to {to}; allowed now: {allowed}",
  },
  "rule.tests_failed": {
    status: 409,
    message: "{rule}: {failed} of {tests} tests fail, the first is {test}: {problem}; mend the rule or the test",
  },
  "rule.version_needed": {
    status: 409,
    message:
      "{rule}: expected a version above {expected}, since it says something else than that one did, got {got}; raise the version",
  },
  "rule.same_person": {
    status: 409,
    message: "{rule}: {person} proposed this move; a second person has to agree",
  },
  "rule.no_proposal": {
    status: 409,
    message: "{rule}: move {move} does not wait for agreement any more; read the rule again",
  },
  "rule.nothing_there": { status: 404, message: "{rule}: no {what} {number}; read the rule again" },
  "rule.busy": { status: 429, message: "the tests of other drafts are running; try again in a few seconds" },
  "published.invalid": { status: 500, message: "{file}, {where}: expected {expected}, got {got}" },
  "dictionary.invalid": { status: 500, message: "{file}, {where}: expected {expected}, got {got}; mend the file" },
  "knowledge.layout_invalid": {
    status: 500,
    message: "{file}, {where}: expected {expected}, got {got}; mend the layout",
  },
  "knowledge.points_invalid": {
    status: 500,
    message: "{file} line {line}, {column}: expected {expected}, got {got}; mend the file of points",
  },
  "knowledge.unknown_layout": { status: 400, message: "no layout of knowledge is named {got}; there are {expected}" },
  "knowledge.unknown_form": {
    status: 422,
    message:
      "{file}: no layout of knowledge fits; nearest is {layout}, which lacks {expected}; the sheet begins {got}; add a mapping file to datasets/knowledge/layouts",
  },
  "knowledge.ambiguous_form": { status: 422, message: "{file}: {layouts} fit alike; name one with --layout" },
  "knowledge.no_codes": {
    status: 422,
    message: "{file}: its codes are missing; load it together with its second sheet, or its file __codes",
  },
  "knowledge.too_large": { status: 413, message: "{file}: at most {limit}; load it in parts" },
  "knowledge.workbook_broken": {
    status: 422,
    message: "{file}: no readable workbook: {reason}; save it again as XLSX",
  },
  "knowledge.workbook_locked": {
    status: 422,
    message: "{file}: protected by a password, or in the old form XLS; save it as XLSX without one",
  },
  "knowledge.class_invalid": { status: 500, message: "{file}, {where}: expected {expected}, got {got}; mend the file" },
  "layout.invalid": { status: 500, message: "{file}, {where}: expected {expected}, got {got}; mend the layout" },
  "layout.unknown": {
    status: 400,
    message:
      "{source}: no layout fits the header; expected one of {candidates}, got {got}; name a layout, or add a file to datasets/layouts",
  },
  "layout.ambiguous": {
    status: 400,
    message: "{source}: the header fits {candidates} equally well; name the layout",
  },
  "layout.missing_columns": {
    status: 422,
    message:
      "{source}: layout {layout}, table {table}: the header lacks the required columns {missing}; {got}; add the columns, or name another layout",
  },
  "layout.no_table": {
    status: 400,
    message: "layout {layout} has no table {table}; expected one of {expected}",
  },
  "intake.empty": { status: 422, message: "{file}: expected records, got {got}; send a file with a header line" },
  "intake.format": {
    status: 422,
    message: "{file}: expected CSV, NDJSON, Parquet, Arrow or gzip of these, got {got}; {advice}",
  },
  "intake.gzip": {
    status: 422,
    message: "{file}: expected a whole gzip file, got {reason} (after {unpacked} unpacked bytes); send it again",
  },
  "intake.parquet": { status: 422, message: "{file}: expected a whole, flat Parquet file: {reason}; write it again" },
  "intake.arrow": { status: 422, message: "{file}: expected a whole, flat Arrow IPC stream: {reason}; write it again" },
  "intake.encoding": {
    status: 422,
    message: "{file}: expected UTF-8 or GB18030, got neither from byte {offset} (line {line}); save it as UTF-8",
  },
  "intake.header": { status: 422, message: "{file}, line {line}: expected {expected}, got {got}; {advice}" },
  "intake.broken": {
    status: 422,
    message:
      "{file}: expected at most {limit} broken records, got more, the first on line {line} ({first}); mend the export",
  },
  "intake.scan": {
    status: 422,
    message: "{file}: expected {expected} readable records, got {reason}; send it again, and report this if it stays",
  },
  "intake.too_large": {
    status: 413,
    message: "{file}: expected at most {limit} bytes, got {got}; split it or free some disk",
  },
  "intake.disk_full": {
    status: 507,
    message: "{file}: the disk is full; free some space and send it again, nothing of it was kept",
  },
  "intake.path": { status: 422, message: "{path}: {reason}; name a readable file inside the folder" },
  "figure.unknown_measure": { status: 400, message: "measure {measure} is not known; expected one of {allowed}" },
  "figure.unknown_dimension": {
    status: 400,
    message: "dimension {dimension} is not known here; expected one of {allowed}",
  },
  "figure.bad_filter": { status: 400, message: "filter {dimension}: expected {expected}, got {got}" },
  "figure.bad_month": { status: 400, message: "{name}: expected {expected}, got {got}" },
  "figure.bad_period": { status: 400, message: "period: expected {expected}, got {got}" },
  "person.not_found": { status: 404, message: "there is no person {person} with a settlement in your scope" },
  "person.ambiguous": {
    status: 409,
    message: "several persons begin with {person}; open the page from one of the person's settlements",
  },
  "claim.not_found": { status: 404, message: "no claim {claim} among those you may see; look for it in the list" },
  "audit.run_not_found": { status: 404, message: "no run {run} of the rules; look for it in the list of runs" },
  "finding.not_found": {
    status: 404,
    message: "no finding {finding} among those you may see; look for it in the list",
  },
  "finding.evidence_changed": {
    status: 409,
    message: "finding {finding}: its evidence is no longer the one you judged; read it again, then give your verdict",
  },
  "review.held": {
    status: 409,
    message: "finding {finding}: {name} has it open until {until}; take another one, or come back later",
  },
  "review.too_many_holds": {
    status: 409,
    message: "you have {limit} findings open already; judge some of them or let them go first",
  },
  "review.already_judged": { status: 409, message: "finding {finding}: {name} judged it at {at}; read it again" },
  "review.stage_changed": {
    status: 409,
    message: "finding {finding}: expected it at stage {expected}, it is at {got} by now; read it again",
  },
  "review.closed": { status: 409, message: "finding {finding} no longer holds and was closed; read it again" },
  "review.verdict_not_found": {
    status: 404,
    message: "no verdict {verdict} among those you may see; read the finding again",
  },
  "review.same_person": { status: 409, message: "verdict {verdict} is your own; a second person has to look at it" },
  "review.not_giver": { status: 403, message: "verdict {verdict}: only who gave it may take it back" },
  "review.already_approved": {
    status: 409,
    message: "verdict {verdict}: {name} approved it already; read the finding again",
  },
  "review.verdict_ended": {
    status: 409,
    message: "verdict {verdict} counts no more ({ended}); read the finding again",
  },
  "review.not_put_off": { status: 409, message: "finding {finding} is not put off; read it again" },
  "review.bad_day": { status: 422, message: "until: expected a day after {after}, at latest {last}, got {got}" },
  "review.nothing_to_appeal": { status: 409, message: "finding {finding} was dismissed: nothing to appeal against" },
  "review.already_appealed": {
    status: 409,
    message: "finding {finding}: an appeal of {at} waits for an answer already",
  },
  "view.not_found": { status: 404, message: "no view of yours under the name {name}; look for it in the list" },
  "view.too_many": { status: 409, message: "expected at most {limit} views; remove one first" },
  "figure.bad_id": { status: 400, message: "expected the id of a figure as an answer gave it, got {got}: {reason}" },
  "figure.bad_order": {
    status: 400,
    message: "order: expected one of {allowed}, with a leading - for downwards, got {got}",
  },
  "figure.bad_number": { status: 400, message: "{name}: expected {expected}, got {got}" },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof catalogue;
/** Values of the template, and `variant` where screens say one case of a code in words of its own. */
export type ErrorDetails = Record<string, string | number | boolean | null | undefined>;

/** An error a person can act on. `details` holds the values of the template. */
export class JihengError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(fill(catalogue[code].message, details), cause === undefined ? undefined : { cause });
    this.name = "JihengError";
    this.code = code;
    this.status = catalogue[code].status;
    this.details = details;
  }
}

/** Makes (does not throw) the error with this code. */
export function fail(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown): JihengError {
  return new JihengError(code, details, cause);
}

export const errorCodes = Object.keys(catalogue) as ErrorCode[];

/** The English of a code with its `{placeholders}`, for those who say it in another language. */
export function templateOf(code: ErrorCode): string {
  return catalogue[code].message;
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "?"));
}
