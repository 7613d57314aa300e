import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { ask } from "./ask";
import { newsCount } from "./store";

const REFRESH_MS = 2000;

/**
 * What an address of the API answers, asked for again while there is news; undefined before it did. `failed` says what is shown where it
 * refuses; where that is undefined, what was shown stays.
 */
export function useAsked<Answer>(
  address: string,
  failed: (error: unknown) => Answer | undefined = () => undefined,
): Answer | undefined {
  const answer = useSignal<Answer | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    let seen = -1;
    const take = (next: Answer | undefined) => {
      if (!isOver && next !== undefined) answer.value = next;
    };
    const look = () => {
      if (seen === newsCount.peek()) return;
      seen = newsCount.peek();
      void ask<Answer>(address).then(take, (error: unknown) => take(failed(error)));
    };
    look();
    const timer = setInterval(look, REFRESH_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [address]);
  return answer.value;
}
