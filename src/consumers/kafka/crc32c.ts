/** The reflected polynomial of Castagnoli. */
const POLYNOMIAL = 0x82f63b78;
const [BYTES, STRIDE] = [256, 8];

/** For each of eight bytes what it adds to the checksum when the seven, six, … behind it are taken with it. */
const tables = makeTables();

function makeTables(): Int32Array {
  const made = new Int32Array(STRIDE * BYTES);
  for (let byte = 0; byte < BYTES; byte += 1) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? POLYNOMIAL : 0);
    made[byte] = sum;
  }
  for (let index = BYTES; index < made.length; index += 1) {
    const before = made[index - BYTES] ?? 0;
    made[index] = (before >>> 8) ^ (made[before & 0xff] ?? 0);
  }
  return made;
}

/** The CRC-32C of some bytes, as Kafka has it in each batch of records; eight bytes are taken at once. */
export function checksum(bytes: Uint8Array, from: number, until: number): number {
  let sum = -1;
  let at = from;
  for (const end = until - STRIDE; at <= end; at += STRIDE) {
    sum =
      entry(7, sum ^ byte(bytes, at)) ^
      entry(6, (sum >>> 8) ^ byte(bytes, at + 1)) ^
      entry(5, (sum >>> 16) ^ byte(bytes, at + 2)) ^
      entry(4, (sum >>> 24) ^ byte(bytes, at + 3)) ^
      entry(3, byte(bytes, at + 4)) ^
      entry(2, byte(bytes, at + 5)) ^
      entry(1, byte(bytes, at + 6)) ^
      entry(0, byte(bytes, at + 7));
  }
  for (; at < until; at += 1) sum = entry(0, sum ^ byte(bytes, at)) ^ (sum >>> 8);
  return (sum ^ -1) >>> 0;
}

function entry(table: number, index: number): number {
  return tables[(table << 8) | (index & 0xff)] ?? 0;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
