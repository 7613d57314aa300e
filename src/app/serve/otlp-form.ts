import { ValueType } from "@opentelemetry/api";
import { millisToHrTime } from "@opentelemetry/core";
import {
  AggregationTemporality,
  DataPointType,
  type DataPoint,
  type Histogram,
  type MetricData,
} from "@opentelemetry/sdk-metrics";

/** A metric as Prometheus's client gives it. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  /** As the client names it at run time; its types number the same kinds. */
  readonly type: unknown;
  readonly values: readonly Sample[];
}

interface Sample {
  readonly value: number;
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  /** Of a histogram: the family's name with `_bucket`, `_sum` or `_count` behind. */
  readonly metricName?: string | undefined;
}

type Time = DataPoint<number>["startTime"];

/** Metrics in OpenTelemetry's form, under the same names. What is counted is counted since `startedAt`, in Unix ms. */
export function toMetricData(families: readonly MetricFamily[], startedAt: number, now: number): MetricData[] {
  const [startTime, endTime] = [millisToHrTime(startedAt), millisToHrTime(now)];
  return families.map((family): MetricData => {
    const base = {
      descriptor: {
        name: family.name,
        description: family.help,
        unit: unitOf(family.name),
        valueType: ValueType.DOUBLE,
      },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    };
    if (family.type === "histogram") {
      const dataPoints = histogramsOf(family, startTime, endTime);
      return { ...base, dataPointType: DataPointType.HISTOGRAM, dataPoints };
    }
    const dataPoints = family.values.map(({ value, labels }) => ({ startTime, endTime, attributes: labels, value }));
    return family.type === "counter"
      ? { ...base, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
      : { ...base, dataPointType: DataPointType.GAUGE, dataPoints };
  });
}

/** The unit by its UCUM symbol, as the name says it. */
function unitOf(name: string): string {
  if (/_seconds(?:_total)?$/.test(name)) return "s";
  return /_bytes(?:_total)?$/.test(name) ? "By" : "1";
}

interface Gathered {
  readonly attributes: Sample["labels"];
  readonly boundaries: number[];
  /** How many lie at or below each boundary, and in the end all. */
  readonly cumulative: number[];
  sum: number;
  count: number;
}

function histogramsOf({ name, values }: MetricFamily, startTime: Time, endTime: Time): DataPoint<Histogram>[] {
  const gathered = new Map<string, Gathered>();
  for (const { metricName, labels, value } of values) {
    const { le, ...attributes } = labels;
    const key = JSON.stringify(attributes);
    const one = gathered.get(key) ?? { attributes, boundaries: [], cumulative: [], sum: 0, count: 0 };
    gathered.set(key, one);
    if (metricName === `${name}_sum`) one.sum = value;
    else if (metricName === `${name}_count`) one.count = value;
    else if (le !== undefined) {
      one.cumulative.push(value);
      if (le !== "+Inf") one.boundaries.push(Number(le));
    }
  }
  return [...gathered.values()].map(({ attributes, boundaries, cumulative, sum, count }) => {
    const counts = cumulative.map((upTo, index) => upTo - (cumulative[index - 1] ?? 0));
    return { startTime, endTime, attributes, value: { buckets: { boundaries, counts }, sum, count, hasMinMax: false } };
  });
}
