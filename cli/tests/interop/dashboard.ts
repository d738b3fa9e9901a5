// Whether a dashboard is one, by the types that Grafana publishes. The test writes the dashboard into `board.ts` as
// `export const board: Stored<Dashboard> = {…}`, so that a property which no panel has is an error, too.
import type { Dashboard } from "@grafana/schema";

/** A type as JSON stores it: members of enums are the texts and numbers that they stand for. */
export type Stored<T> = T extends string
  ? `${T}`
  : T extends (infer Item)[]
    ? Stored<Item>[]
    : T extends object
      ? { [Key in keyof T]: Stored<T[Key]> }
      : T;

export type Board = Stored<Dashboard>;
