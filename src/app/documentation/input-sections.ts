import { CONTENT_NAMES, ENVELOPES } from "../../decoding/envelope";
import { anomalyMeaning } from "../../models/anomaly";
import { ignoredMeaning } from "../../models/decoded";
import { FOLDED_FIELDS, FOLDED_OBJECTS } from "../../models/folded-fields";
import { rejectionMeaning } from "../../models/rejection";
import { table } from "./table";

/** What the page on input says: shapes, envelopes, fields, and what becomes of what is not folded. */
export function inputSections(): readonly string[] {
  const fields = FOLDED_FIELDS.map(({ wire, kind, fact }) => [`\`${wire}\``, kind, `\`${fact}\``]);
  const inner = FOLDED_OBJECTS.flatMap((object) =>
    object.fields.map(({ wire, kind, fact }) => [`\`${object.wire}.${wire}\``, kind, `\`${fact}\``]),
  );
  return [
    ...logSections(),
    "## Fields that are folded",
    "Of participants and communications, in camelCase, snake_case, PascalCase or with `_`. Where two names give one fact, the one listed first counts. All other fields are modelled in `src/models/platform`, accepted and not judged.",
    table(["field", "kind", "fact"], [...fields, ...inner]),
    "## Records that are ignored",
    "They are known to be no news of a conversation. They are counted by kind; nothing else is passed over in silence.",
    table(["kind", "what it is"], rowsOf(ignoredMeaning)),
    "## Rejections",
    "What was not folded is rejected for one of these reasons, with its position, a path that names fields and never values, and its bytes. The list is closed.",
    table(["reason", "meaning and what to do"], rowsOf(rejectionMeaning)),
    "## Anomalies",
    "Contradictions in a conversation. They never stop the fold; they are counted in the summary and shown in the view.",
    table(["kind", "meaning"], rowsOf(anomalyMeaning)),
  ];
}

const SOURCES: readonly (readonly [string, string])[] = [
  [
    "whole conversation",
    "`participants[]` with `calls[]`, `callbacks[]`, `chats[]`, …; also as the REST API returns it",
  ],
  [
    "conversation of one medium",
    "`participants[]` that are each one communication; the topic or `mediaType` names the medium",
  ],
  ["own update", "`{conversationId, mediaType?, eventTime?, participant}`"],
  [
    "detail event",
    "`{eventTime, conversationId, participantId, sessionId, …}`; its topic, `detail-type` or own fields give the kind",
  ],
  [
    "analytics detail",
    "`participants[].sessions[].segments[]`, one by one or under `conversations`; each session is the communication of its `sessionId`, with whom it supervised, what it promised to call back (`callbackScheduledTime`, …) and `acwSkipped`; its `metrics[]` are not read",
  ],
];

function logSections(): readonly string[] {
  const names = (list: readonly string[]) => list.map((name) => `\`${name}\``).join(", ");
  return [
    "## Logs",
    "A record is a line of JSON, or a document over several lines: it begins at a line whose first byte is `{` or `[`, and ends at its closing bracket. A broken document costs itself; reading goes on at the next line that begins one. Several documents may share a line. A record may hold several: a list, or an envelope with a list. Each is then decoded by itself, and its position has an `item`.",
    "`--max-record-bytes` is the limit of a value: what a recorded line, `kcat` or a console puts around it does not count, nor does base64. So a service and a replay of what it read refuse the same records. A document of a file that is larger may be a page: a list, or an object with a list under one of the names for content below. Its elements are then read one by one, whatever its size, and the limit is that of each. What stands before the list, such as an instant or a topic, counts for all of them. What stands behind it comes too late: where it would have changed how the elements are read, the page has one rejection (`tooLarge`) behind them that says so. Write it before the list, or raise the limit above the size of the page. Of pages in pages, 20 levels of brackets are followed; what is larger than the limit and lies deeper is refused as `tooLarge`. A value of a topic is one record: a page that is larger is refused there.",
    "A file in UTF-16 is read where it begins with a byte-order mark, as PowerShell writes it with `>`; other encodings than UTF-8 are refused, with the remedy.",
    "Lines may be convofold's own records (`value`, or `valueBase64` where the bytes are no text), those of `kcat -J` (`payload`), or what `kafka-console-consumer` prints: timestamp, partition, offset, headers and key, with tabs before the value. JSON behind the five bytes of a schema registry is read; Avro and Protobuf are refused by their names.",
    "## Bodies",
    table(["source", "shape"], SOURCES),
    "## Envelopes",
    "They are taken off, one inside of the other, whatever their order. `inspect` names those that it finds. The innermost one that says when it was sent dates a body that does not say so itself.",
    table(
      ["envelope", "recognised by one of", "content in", "sent at"],
      ENVELOPES.map(({ name, signs, content, sentAt }) => [name, names(signs), names(content), names(sentAt) || "—"]),
    ),
    `A notification (\`topicName\`, \`eventBody\`) stands inside. Where nothing else identifies an envelope, its content is what stands under one of these names, the first that holds an object, a list, or text that is JSON or the base64 of it: ${names(CONTENT_NAMES)}. Where lists of records stand under several of them, the list that stands first in the document is read, and each other is rejected (\`unknownShape\`, with its path).`,
  ];
}

function rowsOf(meanings: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  return Object.entries(meanings).map(([name, meaning]) => [`\`${name}\``, meaning]);
}
