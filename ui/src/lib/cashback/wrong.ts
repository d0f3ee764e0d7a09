// Where in the form of a programme a refusal belongs.
import type { Wrong } from "../shared/fields";
import { refusalOf } from "../shared/answer";
import { sentence } from "../shared/messages";

/** What was refused, at a field of the form by its path, such as `rules.2.cap.amount`. */
export type ProgrammeWrong = Wrong<string>;

const HEAD =
  /^(name|kind|as_of|source|uncertain|currency|unit|point_value|base_rate|statement_day|annual_fee|credit_texts|due\.days|rounding\.(?:step|block)|payout\.(?:floor|fee)|expiry|portal\.(?:track_days|claim_until_days|confirm_days|pay_days|appeal_days|minimum)|pay_as_you_pay|accounts|categories|from|until|fx_fee|method)(?:\.|$)/;
const IN_RULE =
  /^(rules\.\d+\.(?:name|rate|fallback_rate|min_purchase|txn_cap|match\.(?:categories|merchants|methods|mccs|pattern)|valid\.(?:from|until)|activation\.(?:on|deadline)|cap\.amount))(?:\.|$)/;
// A field of a rule that the form does not have is told at the rule.
const RULE = /^(rules\.\d+)(?:\.|$)/;

/** What was refused and where; what belongs to no field of the form is told over all of it. */
export function programmeWrong(reason: unknown): ProgrammeWrong {
  const { message } = refusalOf(reason);
  const [, path, text] = /^(?:programme\.)?([a-z][a-z0-9_.]*): (.+)$/s.exec(message) ?? [];
  const field = path && [HEAD, IN_RULE, RULE].map((known) => known.exec(path)?.[1]).find(Boolean);
  return field && text ? { field, message: sentence(text) } : { field: null, message };
}

/** What is wrong with a field, if anything. */
export const wrongAt = (wrong: ProgrammeWrong | null, field: string): string | null =>
  wrong?.field === field ? wrong.message : null;
