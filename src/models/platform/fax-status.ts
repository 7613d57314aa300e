import type { z } from "zod";

import { integer, model, text } from "./schema";

/** The progress of a fax. */
export const faxStatus = model({
  direction: text('The fax direction, either "send" or "receive".'),
  expectedPages: integer("Total number of expected pages, if known."),
  activePage: integer("Active page of the transmission."),
  linesTransmitted: integer("Number of lines that have completed transmission."),
  bytesTransmitted: integer("Number of bytes that have competed transmission."),
  baudRate: integer("Current signaling rate of transmission, baud rate."),
  pageErrors: integer("Number of page errors."),
  lineErrors: integer("Number of line errors."),
  dataRate: integer("Data rate."),
});
export type FaxStatus = z.infer<typeof faxStatus>;
