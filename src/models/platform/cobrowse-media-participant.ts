import type { z } from "zod";

import { mediaParticipant } from "./media-participant";
import { instant, model, text, texts } from "./schema";

/** A flat participant of a cobrowse session. */
export const cobrowseMediaParticipant = model({
  ...mediaParticipant.shape,
  cobrowseSessionId: text("The co-browse session ID."),
  cobrowseRole: text(
    "This value identifies the role of the co-browse client within the co-browse session (a client is a sharer or a viewer).",
  ),
  controlling: texts(
    "ID of co-browse participants for which this client has been granted control (list is empty if this client cannot control any shared pages).",
  ),
  viewerUrl: text("The URL that can be used to open co-browse session in web browser."),
  providerEventTime: instant(
    "The time when the provider event which triggered this conversation update happened in the corrected provider clock.",
  ),
});
export type CobrowseMediaParticipant = z.infer<typeof cobrowseMediaParticipant>;
