import type { OutputColumn } from "../models/output-columns";

/** A file of a run, as its manifest shows it. */
export interface ManifestFile {
  readonly name: string;
  readonly format: "ndjson" | "csv" | "parquet";
  readonly rows: number;
  readonly columns: readonly OutputColumn[];
}

/** What the files of a run hold, for programmes that read them. Nothing in it depends on the machine or the hour. */
export interface Manifest {
  readonly type: "manifest";
  readonly schemaVersion: number;
  readonly product: string;
  /** The version of what a log comes to; not in manifests of earlier builds. */
  readonly semanticsVersion?: number;
  /** SHA-256 of what the policy, with what was set over it, comes to. */
  readonly policyDigest: string;
  /** The version of the time-zone data, where deadlines go by calendars. */
  readonly timeZoneData?: string;
  readonly files: readonly ManifestFile[];
  readonly measurements: readonly { readonly name: string; readonly unit: string; readonly meaning: string }[];
  readonly deadlines: readonly { readonly kind: string; readonly due: string; readonly metBy: string }[];
}

/** What is read of a manifest: those of earlier builds, and of others, lack fields. */
export interface SaidManifest extends Partial<Omit<Manifest, "type" | "files" | "measurements">> {
  readonly files?: readonly (Pick<ManifestFile, "name"> & Partial<ManifestFile>)[];
  readonly measurements?: readonly Pick<Manifest["measurements"][number], "name" | "meaning">[];
}
