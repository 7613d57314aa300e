/**
 * Walks over JSON text and writes a tape: one token for each value that stands under a name of a table. All of the text is judged
 * as `JSON.parse` judges it, but only what is named comes onto the tape. It knows no meaning: names, and where their values are
 * entered, are given to it. Whatever it does not read in the usual way is a fault; its user then parses the text whole.
 *
 * Memory, from the bottom: the compiler's own; names; the tape; the texts that are walked over. Behind each text lie 32 bytes of
 * zero: a zero ends every loop, as it may stand nowhere in JSON, and no load reaches further.
 */

/** Whoever remembers objects by their bytes: how long the one that begins at a place is, if it is remembered; else 0. */
declare function recall(from: i32, until: i32): i32;

const NAMES: usize = 0x10000;
const NAME_SLOTS: u32 = 2048;
const SLOT_BYTES: usize = 64;
/** Of a slot: the bytes of its name come behind these fields. */
const LENGTH: usize = 0;
const CONTEXT: usize = 1;
const IN_OBJECT: usize = 2;
const IN_LIST: usize = 3;
const IS_RECALLED: usize = 4;
const NUMBER: usize = 6;
const NAME: usize = 16;
const NAME_BYTES_MAX: u32 = 48;

const TAPE: usize = 0x30000;
const TAPE_END: usize = 0x130000;
const TEXTS: usize = 0x130000;
const ZERO_BYTES: usize = 32;

/**
 * A token: the number of its name, its kind and flags, where its value begins and ends, and which token comes after all in it.
 * Above the flags of an object that may be remembered stands how many such came before it.
 */
const TOKEN_BYTES: usize = 20;
const KIND_TEXT: i32 = 0;
const KIND_OBJECT: i32 = 1;
const KIND_LIST: i32 = 2;
const KIND_TRUE: i32 = 3;
const KIND_FALSE: i32 = 4;
const KIND_NULL: i32 = 5;
const KIND_NUMBER: i32 = 6;
const KIND_RECALLED: i32 = 7;
const HAS_ESCAPE: i32 = 0x10;
const IS_WIDE: i32 = 0x20;

const DEPTH_MAX: i32 = 64;
/** A list whose elements come onto the tape, none of which is entered. */
const ELEMENTS: u32 = 255;

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
const BACKSLASH: u8 = 0x5c;

let top: usize = TAPE;
/** The number of the next object that may be remembered. */
let recalled: i32 = 0;

/** Where the first text is to be put. */
export function textsBegin(): usize {
  return TEXTS;
}

/** Where the tape begins. */
export function tapeBegin(): usize {
  return TAPE;
}

/** Adds the name of so many bytes that lies where texts begin; false where there is no room for it. */
export function addName(
  length: u32,
  context: u32,
  number: u32,
  inObject: u32,
  inList: u32,
  isRecalled: u32,
): bool {
  if (length > NAME_BYTES_MAX) return false;
  let slot = slotOf(TEXTS, length, context);
  for (let tries: u32 = 0; tries < NAME_SLOTS / 2; tries++) {
    const at = NAMES + <usize>slot * SLOT_BYTES;
    if (load<u8>(at, LENGTH) == 0) {
      store<u8>(at, length, LENGTH);
      store<u8>(at, context, CONTEXT);
      store<u8>(at, inObject, IN_OBJECT);
      store<u8>(at, inList, IN_LIST);
      store<u8>(at, isRecalled, IS_RECALLED);
      store<u16>(at, number, NUMBER);
      memory.copy(at + NAME, TEXTS, length);
      return true;
    }
    slot = (slot + 1) & (NAME_SLOTS - 1);
  }
  return false;
}

/** Empties the tape. */
export function clear(): void {
  top = TAPE;
  recalled = 0;
}

/** Walks over the object that lies between two places, alone but for white space. The number of its token; -1 is a fault. */
export function walk(from: usize, until: usize, context: u32): i32 {
  memory.fill(until, 0, ZERO_BYTES);
  const first = top;
  const start = space(from);
  if (load<u8>(start) != 0x7b) return -1;
  const end = walkValue(start, 0, context, 0, false, until, 0);
  return end != 0 && space(end) == until ? <i32>((first - TAPE) / TOKEN_BYTES) : -1;
}

function walkObject(start: usize, context: u32, until: usize, depth: i32): usize {
  if (depth > DEPTH_MAX) return 0;
  let at = space(start + 1);
  if (load<u8>(at) == 0x7d) return at + 1;
  while (true) {
    if (load<u8>(at) != QUOTE) return 0;
    const name = at + 1;
    const nameEnd = textEnd(name);
    if (nameEnd == 0 || hasEscape) return 0;
    at = behindColon(nameEnd + 1);
    if (at == 0) return 0;
    const slot = find(name, <u32>(nameEnd - name), context);
    if (slot == 0) at = skip(at, depth);
    else
      at = walkValue(
        at,
        load<u16>(slot, NUMBER),
        load<u8>(slot, IN_OBJECT),
        load<u8>(slot, IN_LIST),
        load<u8>(slot, IS_RECALLED) != 0,
        until,
        depth,
      );
    if (at == 0) return 0;
    at = space(at);
    const byte = load<u8>(at);
    if (byte == 0x7d) return at + 1;
    if (byte != COMMA) return 0;
    at = space(at + 1);
  }
}

/** Writes the token of a value, and those of what is named in it. The place behind it; 0 is a fault. */
function walkValue(
  at: usize,
  number: i32,
  inObject: u32,
  inList: u32,
  isRecalled: bool,
  until: usize,
  depth: i32,
): usize {
  const token = top;
  if (token + TOKEN_BYTES > TAPE_END) return 0;
  top = token + TOKEN_BYTES;
  const byte = load<u8>(at);
  let kind: i32;
  let from = at;
  let end: usize;
  let next: usize;
  if (byte == QUOTE) {
    from = at + 1;
    end = textEnd(from);
    next = end + 1;
    kind = KIND_TEXT | (hasEscape ? HAS_ESCAPE : 0) | (isWide ? IS_WIDE : 0);
  } else if (byte == 0x7b) {
    let length = 0;
    let place = 0;
    if (isRecalled) {
      place = recalled++;
      length = recall(<i32>at, <i32>until);
    }
    kind = (length > 0 ? KIND_RECALLED : KIND_OBJECT) | (place << 8);
    if (length > 0) end = at + length;
    else end = inObject == 0 ? skip(at, depth) : walkObject(at, inObject, until, depth + 1);
    next = end;
  } else if (byte == 0x5b) {
    kind = KIND_LIST;
    end = inList == 0 ? skip(at, depth) : walkList(at, inList, isRecalled, until, depth + 1);
    next = end;
  } else {
    kind = byte == 0x74 ? KIND_TRUE : byte == 0x66 ? KIND_FALSE : byte == 0x6e ? KIND_NULL : KIND_NUMBER;
    end = kind == KIND_NUMBER ? numberEnd(at) : wordEnd(at);
    next = end;
  }
  if (end == 0) return 0;
  store<i32>(token, number);
  store<i32>(token, kind, 4);
  store<u32>(token, <u32>from, 8);
  store<u32>(token, <u32>end, 12);
  store<i32>(token, <i32>((top - TAPE) / TOKEN_BYTES), 16);
  return next;
}

function walkList(start: usize, context: u32, isRecalled: bool, until: usize, depth: i32): usize {
  if (depth > DEPTH_MAX) return 0;
  const inObject = context == ELEMENTS ? 0 : context;
  let at = space(start + 1);
  if (load<u8>(at) == 0x5d) return at + 1;
  while (true) {
    at = walkValue(at, 0, inObject, 0, isRecalled, until, depth);
    if (at == 0) return 0;
    at = space(at);
    const byte = load<u8>(at);
    if (byte == 0x5d) return at + 1;
    if (byte != COMMA) return 0;
    at = space(at + 1);
  }
}

/** Moves over a value that nobody asks for. */
function skip(at: usize, depth: i32): usize {
  const byte = load<u8>(at);
  if (byte == QUOTE) {
    const end = textEnd(at + 1);
    return end == 0 ? 0 : end + 1;
  }
  if (byte == 0x7b) return skipNested(at, 0x7d, depth + 1);
  if (byte == 0x5b) return skipNested(at, 0x5d, depth + 1);
  return byte == 0x74 || byte == 0x66 || byte == 0x6e ? wordEnd(at) : numberEnd(at);
}

function skipNested(start: usize, close: u8, depth: i32): usize {
  if (depth > DEPTH_MAX) return 0;
  let at = space(start + 1);
  if (load<u8>(at) == close) return at + 1;
  while (true) {
    if (close == 0x7d) {
      if (load<u8>(at) != QUOTE) return 0;
      at = textEnd(at + 1);
      if (at == 0) return 0;
      at = behindColon(at + 1);
      if (at == 0) return 0;
    }
    at = skip(at, depth);
    if (at == 0) return 0;
    at = space(at);
    const byte = load<u8>(at);
    if (byte == close) return at + 1;
    if (byte != COMMA) return 0;
    at = space(at + 1);
  }
}

/** Where the value begins behind the colon that comes next. */
function behindColon(from: usize): usize {
  const at = space(from);
  return load<u8>(at) == COLON ? space(at + 1) : 0;
}

/** Of the text that `textEnd` saw last. */
let hasEscape: bool = false;
let isWide: bool = false;

/** The closing quote of the text that begins at a place, behind its opening quote. */
function textEnd(from: usize): usize {
  hasEscape = false;
  isWide = false;
  let at = from;
  while (true) {
    const bytes = v128.load(at);
    const isQuote = i8x16.eq(bytes, i8x16.splat(QUOTE));
    const isBackslash = i8x16.eq(bytes, i8x16.splat(BACKSLASH));
    const isControl = i8x16.lt_u(bytes, i8x16.splat(0x20));
    const stops = i8x16.bitmask(v128.or(v128.or(isQuote, isBackslash), isControl));
    const wide = i8x16.bitmask(bytes);
    if (stops == 0) {
      if (wide != 0) isWide = true;
      at += 16;
      continue;
    }
    const count = ctz(stops);
    if ((wide & ((1 << count) - 1)) != 0) isWide = true;
    at += count;
    const byte = load<u8>(at);
    if (byte == QUOTE) return at;
    if (byte != BACKSLASH) return 0;
    hasEscape = true;
    at = escapeEnd(at + 1);
    if (at == 0) return 0;
  }
}

/** The place behind the escape whose letter stands at a place. */
function escapeEnd(at: usize): usize {
  const letter = load<u8>(at);
  if (letter == 0x75) {
    for (let digit: usize = 1; digit <= 4; digit++) if (!isHexadecimal(load<u8>(at + digit))) return 0;
    return at + 5;
  }
  const isOne =
    letter == QUOTE ||
    letter == BACKSLASH ||
    letter == 0x2f ||
    letter == 0x62 ||
    letter == 0x66 ||
    letter == 0x6e ||
    letter == 0x72 ||
    letter == 0x74;
  return isOne ? at + 1 : 0;
}

function isHexadecimal(byte: u8): bool {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

/** The place behind a number, by the grammar of JSON. */
function numberEnd(from: usize): usize {
  let at = from;
  if (load<u8>(at) == 0x2d) at++;
  if (!isDigit(load<u8>(at))) return 0;
  if (load<u8>(at) == 0x30) at++;
  else at = digitsEnd(at);
  if (load<u8>(at) == 0x2e) {
    if (!isDigit(load<u8>(at + 1))) return 0;
    at = digitsEnd(at + 1);
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    at++;
    const sign = load<u8>(at);
    if (sign == 0x2b || sign == 0x2d) at++;
    if (!isDigit(load<u8>(at))) return 0;
    at = digitsEnd(at);
  }
  return at;
}

function digitsEnd(from: usize): usize {
  let at = from;
  while (isDigit(load<u8>(at))) at++;
  return at;
}

/** The place behind `true`, `false` or `null`. */
function wordEnd(at: usize): usize {
  const word = load<u32>(at);
  if (word == 0x65757274 || word == 0x6c6c756e) return at + 4;
  return word == 0x736c6166 && load<u8>(at, 4) == 0x65 ? at + 5 : 0;
}

/** The first place from one on that is no white space. */
function space(from: usize): usize {
  let at = from;
  for (let byte = load<u8>(at); byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09; byte = load<u8>(at)) at++;
  return at;
}

/** The slot of a name; 0 where the table does not have it. */
function find(from: usize, length: u32, context: u32): usize {
  if (length > NAME_BYTES_MAX || length == 0) return 0;
  let slot = slotOf(from, length, context);
  while (true) {
    const at = NAMES + <usize>slot * SLOT_BYTES;
    const held: u32 = load<u8>(at, LENGTH);
    if (held == 0) return 0;
    if (held == length && load<u8>(at, CONTEXT) == context && isSame(at + NAME, from, length)) return at;
    slot = (slot + 1) & (NAME_SLOTS - 1);
  }
}

/** From the first and the last eight bytes: few names share those. */
function slotOf(from: usize, length: u32, context: u32): u32 {
  let head = load<u64>(from);
  let tail = head;
  if (length >= 8) tail = load<u64>(from + length - 8);
  else {
    head &= ~(<u64>0) >> ((8 - length) << 3);
    tail = head;
  }
  const mixed = (head ^ rotl(tail, 17) ^ (<u64>(length + (context << 8)) * 0xd6e8feb86659fd93)) * 0x9e3779b97f4a7c15;
  return <u32>(mixed >> 44) & (NAME_SLOTS - 1);
}

function isSame(one: usize, other: usize, length: u32): bool {
  let at: u32 = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(one + at) != load<u64>(other + at)) return false;
  for (; at < length; at++) if (load<u8>(one + at) != load<u8>(other + at)) return false;
  return true;
}
