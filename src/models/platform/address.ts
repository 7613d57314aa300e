import type { z } from "zod";

import { integer, model, openEnum, text } from "./schema";

/** One side of a communication. */
export const address = model({
  name: text("This will be nameRaw if present, or a locality lookup of the address field otherwise."),
  nameRaw: text("The name as close to the bits on the wire as possible."),
  addressNormalized: text(
    "The normalized address. This field is acquired from the Address Normalization Table. The addressRaw could have gone through some transformations, such as only using the numeric portion, before being run through the Address Normalization Table.",
  ),
  addressRaw: text("The address as close to the bits on the wire as possible."),
  addressDisplayable: text(
    "The displayable address. This field is acquired from the Address Normalization Table. The addressRaw could have gone through some transformations, such as only using the numeric portion, before being run through the Address Normalization Table.",
  ),
});
export type Address = z.infer<typeof address>;

/** A protocol-level reason of a disconnect. */
export const disconnectReason = model({
  type: openEnum(["q850", "sip"], "Disconnect reason protocol type."),
  code: integer("Protocol specific reason code. See the Q.850 and SIP specs."),
  phrase: text("Human readable English description of the disconnect reason."),
  reason: text("Final disconnect reason code that triggered the disposition result."),
});
export type DisconnectReason = z.infer<typeof disconnectReason>;
