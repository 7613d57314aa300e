import { Kind } from "../../bytes/kind";
import type { Tape } from "../../bytes/tape";
import { ROLE_BITS, roleBit, rolesOf } from "../media-roles";
import { NameTable } from "./name-table";

const bits = new NameTable(ROLE_BITS);

/** The supervising roles in a list that is a token; of anything else none. */
export function readRoles(tape: Tape, list: number): string | undefined {
  if (tape.kind(list) !== Kind.list) return undefined;
  let found = 0;
  const end = tape.next(list);
  for (let token = list + 1; token < end; token = tape.next(token)) {
    if (tape.kind(token) !== Kind.text) continue;
    tape.look(token);
    found |= bits.find(tape.bytes, tape.from, tape.until) ?? roleBit(tape.text());
  }
  return rolesOf(found);
}
