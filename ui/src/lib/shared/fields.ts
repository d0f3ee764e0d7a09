// What Rust refuses of a form: "field: message" belongs to the field, all else to the whole form.
import { refusalOf } from "./answer";
import { sentence } from "./messages";

export type Wrong<Name extends string> = { field: Name | null; message: string };

/** What was refused, and at which of these fields. A field within another is known by its last name. */
export function wrongOf<Name extends string>(reason: unknown, names: readonly Name[]): Wrong<Name> {
  const { message } = refusalOf(reason);
  const [, path, text] = /^([a-z][a-z0-9_.]*): (.+)$/s.exec(message) ?? [];
  const name = path?.split(".").at(-1);
  const field =
    names.find((known) => known === path) ?? names.find((known) => known === name) ?? null;
  return { field, message: field && text ? sentence(text) : message };
}
