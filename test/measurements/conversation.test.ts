import { decodeDocument } from "../../src/decoding/decode";
import { finalOf, foldDecoded } from "../support/run";
import { t } from "../support/story";

const durationsOf = (value: object) =>
  finalOf(foldDecoded([decodeDocument(value, { file: "log.ndjson", line: 1 })]).measurements)
    .filter(({ name }) => name === "tConversationDuration")
    .map(({ value: duration, emitDate, origin }) => [duration, emitDate, origin]);

describe("the duration of a conversation", () => {
  it("is known of history that analytics tell with its segments", () => {
    const segment = (segmentType: string, segmentStart: string, segmentEnd: string) => ({
      segmentType,
      segmentStart: t(segmentStart),
      segmentEnd: t(segmentEnd),
    });
    const session = (sessionId: string, segments: object[]) => ({ sessionId, mediaType: "message", segments });
    const emitted = {
      conversationId: "c",
      conversationStart: t("09:00:00"),
      conversationEnd: t("09:03:00"),
      participants: [
        {
          participantId: "customer",
          purpose: "customer",
          sessions: [session("1", [segment("interact", "09:00:00", "09:02:00")])],
        },
        {
          participantId: "agent",
          purpose: "agent",
          sessions: [
            session("2", [
              segment("alert", "09:00:10", "09:00:20"),
              segment("interact", "09:00:20", "09:02:00"),
              segment("wrapup", "09:02:00", "09:03:00"),
            ]),
          ],
        },
      ],
    };
    expect(durationsOf(emitted)).toEqual([[120_000, t("09:02:00"), "reported"]]);
  });

  it("is not known of what was first seen ended, where nothing tells when it began", () => {
    const chat = { id: "1", state: "disconnected", connectedTime: t("09:00:05"), disconnectedTime: t("09:02:00") };
    const emitted = { id: "c", participants: [{ id: "customer", purpose: "customer", chats: [chat] }] };
    expect(durationsOf(emitted)).toEqual([]);
  });
});
