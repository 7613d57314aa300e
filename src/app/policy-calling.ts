import { callingRulesFor, type CalendarEntry, type CallingPolicy, type CallingRules } from "../models/calling-policy";
import { canonicalText } from "../models/canonical-text";
import type { PolicyLayers, RuleSet } from "../models/policy-values";
import { compareText } from "../models/position";

interface WithCalling {
  readonly calling?: CallingPolicy | undefined;
}

/** Whether views are to show the zones of callees: where there are calendars, by which a promise may be outside of a window. */
export function asksForZones({ calling }: WithCalling): boolean {
  return calling !== undefined && calling.calendars.length > 0;
}

/** The calendars of a policy as far as a deadline goes by them: where somebody is warned of promises; undefined elsewhere. */
export function callingOfDeadlines({
  calling,
  defaults,
  media,
  queues,
}: PolicyLayers & WithCalling): CallingPolicy | undefined {
  const layers = [
    defaults,
    ...Object.values(media),
    ...Object.values(queues).flatMap((own) => [own, ...Object.values(own.media)]),
  ];
  return calling !== undefined && asksForZones({ calling }) && layers.some(isWarning) ? calling : undefined;
}

function isWarning({ warnBeforeCallbackDue }: RuleSet): boolean {
  return warnBeforeCallbackDue != null;
}

/** What calendars come to: for callbacks of all, and for those of the queues for which something else holds. */
export interface EffectiveCalling {
  readonly usual: WrittenTerms;
  readonly queues: readonly (readonly [queueId: string, terms: WrittenTerms])[];
}

interface WrittenTerms {
  /** Without their names, which decide nothing. */
  readonly calendars: readonly Omit<CalendarEntry, "name">[];
  readonly zone: string | undefined;
}

/** That of a policy. A calendar that nobody goes by, and a queue that says what holds for all, make no difference. */
export function effectiveCalling(calling: CallingPolicy): EffectiveCalling {
  const usual = said(calling, callingRulesFor(calling, undefined));
  const text = canonicalText(usual);
  const queues = Object.keys(calling.queues)
    .sort(compareText)
    .map((queue) => [queue, said(calling, callingRulesFor(calling, queue))] as const)
    .filter(([, terms]) => canonicalText(terms) !== text);
  return { usual, queues };
}

function said({ calendars }: CallingPolicy, { callingCalendar, businessCalendar, zone }: CallingRules): WrittenTerms {
  const named = [callingCalendar, businessCalendar].flatMap((name) => calendars.filter((one) => one.name === name));
  return { calendars: named.map(({ name: _name, ...entry }) => entry), zone };
}
