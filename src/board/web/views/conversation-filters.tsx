import type { ComponentChildren } from "preact";

import { RangePicker } from "../parts/range-picker";
import { names, queueName, sections } from "../store";

interface FiltersProps {
  readonly query: URLSearchParams;
  /** The state that is shown where none is chosen. */
  readonly stateUsual: string;
  readonly onFilter: (name: string, value: string) => void;
}

const STATES = ["open", "waiting", "alerting", "talking", "on hold", "after-call work", "scheduled", "ended", "swept"];

/** By what conversations are found; the address of the page holds it. */
export function Filters({ query, stateUsual, onFilter }: FiltersProps) {
  const value = (name: string) => query.get(name) ?? "";
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        Id begins with
        <input type="search" value={value("id")} onInput={({ currentTarget }) => onFilter("id", currentTarget.value)} />
      </label>
      <QueueChoice value={value("queue")} onChange={(chosen) => onFilter("queue", chosen)} />
      <Agent value={value("agent")} onChange={(agent) => onFilter("agent", agent)} />
      <Choice
        name="State"
        value={value("state") || (value("id") === "" ? stateUsual : "")}
        onChange={(chosen) => onFilter("state", chosen === "" ? "any" : chosen)}
      >
        {STATES.map((state) => (
          <option key={state}>{state}</option>
        ))}
      </Choice>
      <label class="tick">
        <input
          type="checkbox"
          checked={value("overdue") === "true"}
          onChange={({ currentTarget }) => onFilter("overdue", currentTarget.checked ? "true" : "")}
        />
        Only with breaches
      </label>
      <RangePicker />
    </form>
  );
}

/** One of the queues that the board knows, or any. */
export function QueueChoice({ value, onChange }: Pick<ChoiceProps, "value" | "onChange">) {
  const ids = (sections.value.queues ?? []).flatMap(({ queueId }) => queueId ?? []);
  return (
    <Choice name="Queue" value={value} onChange={onChange}>
      {ids.map((id) => (
        <option key={id} value={id}>
          {queueName(id)}
        </option>
      ))}
    </Choice>
  );
}

function Agent({ value, onChange }: Pick<ChoiceProps, "value" | "onChange">) {
  return (
    <label>
      Agent
      <input
        list="agents"
        value={value}
        placeholder="name or id"
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <datalist id="agents">
        {Object.entries(names.value.users).map(([id, name]) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </label>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ComponentChildren;
}

function Choice({ name, value, onChange, children }: ChoiceProps) {
  return (
    <label>
      {name}
      <select value={value === "any" ? "" : value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value="">any</option>
        {children}
      </select>
    </label>
  );
}
