import { z } from "zod";

import { fromGapRecord, type Gap } from "../../models/gap";
import { gapRecord } from "../../models/gap-record";

/** The gaps that a summary names; none where it names something else. */
export function readGaps(value: unknown): readonly Gap[] {
  const { data = [] } = z.array(gapRecord).safeParse(value);
  return data.map(fromGapRecord);
}
