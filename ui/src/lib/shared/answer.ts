// Every command answers with a value or an error; here an error becomes one sentence to show.
import type { CommandError } from "../bindings";
import { t } from "./messages";

export type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: CommandError };

/** Something Rust refused, as the sentence a person reads. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly code: CommandError["code"] = null,
  ) {
    super(message);
  }
}

/** The value of an answer; throws a Refusal for anything else. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
  try {
    const result = await answer;
    if (result.status === "ok") return result.data;
    throw refusalOf(result.error);
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The sentence of anything thrown. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (typeof error === "object" && error !== null && "message" in error) {
    const { message, code } = error as Partial<CommandError>;
    if (typeof message === "string" && message) return new Refusal(message, code ?? null);
  }
  return new Refusal(typeof error === "string" && error ? error : t("error.unknown"));
}
