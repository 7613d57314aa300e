import { TABLE_FORMATS } from "../sinks/files/streams";

export { TABLE_FORMATS, type TableFormat } from "../sinks/files/streams";
export type { TablesOptions } from "../sinks/tables/write-tables";

/** In which forms a run writes what stands: as lines, which are always there, and as tables beside. */
export const OUTPUT_FORMATS = ["ndjson", ...TABLE_FORMATS] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
