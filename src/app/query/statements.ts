/** A text, a name in quotes, a word, a comment of one line, or any other character. `E'…'` has backslashes, no other text. */
const TOKEN =
  /[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?\$\1\$|[\w$]+|--[^\n]*|[\s\S]/y;
const COMMENT_BOUND = /\/\*|\*\//g;

/** How many statements a text of SQL has: the database itself counts those that it makes of one, as of PIVOT. */
export function countStatements(sql: string): number {
  let count = 0;
  let isBegun = false;
  for (const token of tokensOf(sql)) {
    if (token === ";") isBegun = false;
    else if (!isBegun && !isBlank(token)) {
      isBegun = true;
      count += 1;
    }
  }
  return count;
}

/** Whether a text of SQL is a statement that may write a file of its own. */
export function mayWriteFile(sql: string): boolean {
  for (const token of tokensOf(sql))
    if (token !== ";" && !isBlank(token)) return /^(?:copy|export|attach|explain)$/i.test(token);
  return false;
}

function* tokensOf(sql: string): Generator<string> {
  for (let at = 0; at < sql.length;) {
    const token = sql.startsWith("/*", at) ? sql.slice(at, commentEnd(sql, at)) : tokenAt(sql, at);
    at += token.length;
    yield token;
  }
}

function tokenAt(sql: string, at: number): string {
  TOKEN.lastIndex = at;
  return TOKEN.exec(sql)?.[0] ?? sql.slice(at);
}

/** Comments of several lines may lie in one another. */
function commentEnd(sql: string, from: number): number {
  let depth = 0;
  COMMENT_BOUND.lastIndex = from;
  for (let bound = COMMENT_BOUND.exec(sql); bound !== null; bound = COMMENT_BOUND.exec(sql)) {
    depth += bound[0] === "/*" ? 1 : -1;
    if (depth === 0) return COMMENT_BOUND.lastIndex;
  }
  return sql.length;
}

function isBlank(token: string): boolean {
  return token.trim() === "" || token.startsWith("--") || token.startsWith("/*");
}
