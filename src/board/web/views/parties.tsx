import { UNKNOWN } from "../format";
import { ownValue } from "../../../models/own-value";
import { names, queueName } from "../store";
import type { Row } from "../timeline/layout";

/** Who took part, and how it went out for each. */
export function Parties({ rows, labelOf }: { readonly rows: readonly Row[]; readonly labelOf: (row: Row) => string }) {
  return (
    <table>
      <caption class="unseen">Who took part</caption>
      <thead>
        <tr>
          {["Party", "Purpose", "Medium", "Queue", "Outcome", "Wrap-up code"].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows
          .filter(({ participantId }) => participantId !== undefined)
          .map((row) => (
            <tr key={row.key}>
              <th scope="row">{labelOf(row)}</th>
              <td>{row.purpose}</td>
              <td>{row.mediaType}</td>
              <td>{queueName(row.queueId)}</td>
              <td>{row.note ?? UNKNOWN}</td>
              <td>
                {row.wrapupCode === undefined
                  ? UNKNOWN
                  : (ownValue(names.value.wrapupCodes, row.wrapupCode) ?? row.wrapupCode)}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
