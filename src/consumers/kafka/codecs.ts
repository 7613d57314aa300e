import { promisify } from "node:util";
import { gunzip } from "node:zlib";

import { readLz4 } from "../compression/lz4";
import { readSnappy } from "../compression/snappy";
import { readZstd } from "../compression/zstd";
import { CompressionCodecs, CompressionTypes } from "./patched-client";

/** What one batch may come to, unpacked. A broker takes batches of about a megabyte, so this is a hundredfold. */
export const UNPACKED_BYTES_MAX = 128 << 20;

type Unpack = (bytes: Buffer, bytesMax: number) => Buffer | Promise<Buffer>;

/**
 * Teaches the client to read what producers write with any codec, within a bound: a batch that comes to more, or is not
 * whole, is an error of the fetch. It writes with none of them.
 */
export function installCodecs(bytesMax = UNPACKED_BYTES_MAX): void {
  const install = (type: keyof typeof CompressionCodecs, name: string, unpack: Unpack): void => {
    CompressionCodecs[type] = () => ({
      compress: () => Promise.reject(new Error(`nothing is written with ${name}`)),
      decompress: async (bytes: Buffer) => await unpack(bytes, bytesMax),
    });
  };
  install(CompressionTypes.GZIP, "gzip", readGzip);
  install(CompressionTypes.Snappy, "snappy", readSnappy);
  install(CompressionTypes.LZ4, "lz4", readLz4);
  install(CompressionTypes.ZSTD, "zstd", readZstd);
}

const unpackGzip = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

function readGzip(bytes: Buffer, bytesMax: number): Promise<Buffer> {
  return unpackGzip(bytes, { maxOutputLength: bytesMax });
}
