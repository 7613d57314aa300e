import { decompress as unpackZstd } from "fzstd";
import { CompressionCodecs, CompressionTypes } from "kafkajs";

/* eslint-disable @typescript-eslint/no-require-imports -- these two come without types */
const { decompress: unpackLz4 } = require("lz4js") as { readonly decompress: (bytes: Uint8Array) => Uint8Array };
const { uncompress: unpackSnappy } = require("snappyjs") as { readonly uncompress: (bytes: Uint8Array) => Uint8Array };
/* eslint-enable @typescript-eslint/no-require-imports */

type Unpack = (bytes: Buffer) => Buffer;

/** Teaches the client to read what producers write with snappy, lz4 and zstd; gzip it knows. It writes with none of them. */
export function installCodecs(): void {
  install(CompressionTypes.Snappy, "snappy", readSnappy);
  install(CompressionTypes.LZ4, "lz4", (bytes) => Buffer.from(unpackLz4(bytes)));
  install(CompressionTypes.ZSTD, "zstd", (bytes) => Buffer.from(unpackZstd(bytes)));
}

function install(type: keyof typeof CompressionCodecs, name: string, unpack: Unpack): void {
  CompressionCodecs[type] = () => ({
    compress: () => Promise.reject(new Error(`nothing is written with ${name}`)),
    decompress: (bytes: Buffer) => Promise.resolve(unpack(bytes)),
  });
}

/** What a stream of blocks begins with, as Java's library writes it: a magic number and two versions. */
const BLOCKS_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const BLOCKS_HEADER_BYTES = 16;
const LENGTH_BYTES = 4;

/** Snappy, either bare or as blocks with their lengths before them. */
export function readSnappy(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, BLOCKS_MAGIC.length).equals(BLOCKS_MAGIC)) return Buffer.from(unpackSnappy(bytes));
  const blocks: Uint8Array[] = [];
  for (let at = BLOCKS_HEADER_BYTES; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    at += LENGTH_BYTES;
    blocks.push(unpackSnappy(bytes.subarray(at, at + length)));
    at += length;
  }
  return Buffer.concat(blocks);
}
