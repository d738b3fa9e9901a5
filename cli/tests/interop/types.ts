// Types of what others read. A test writes a file that says `const it: Board = {…}`, and TypeScript tells whether it is one: a property that
// no dashboard and no monitor has is an error, too.
import type { Dashboard } from "@grafana/schema";

/** A type as JSON stores it: members of enums are the texts and numbers that they stand for. */
type Stored<T> = T extends string
  ? `${T}`
  : T extends (infer Item)[]
    ? Stored<Item>[]
    : T extends object
      ? { [Key in keyof T]: Stored<T[Key]> }
      : T;

export type Board = Stored<Dashboard>;
export type {
  IPrometheusRule as PrometheusRule,
  IServiceMonitor as ServiceMonitor,
} from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";
