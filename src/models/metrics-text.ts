/** Metrics as Prometheus reads them: the content type, and the text. */
export interface MetricsText {
  readonly type: string;
  readonly body: string;
}
