// The insights log: looked for when it is first shown and after each change, and what is said of it.
import {
  commands,
  type ChangeLabel,
  type InsightKind,
  type InsightRows,
  type Insights,
  type InsightView,
} from "../bindings";
import { session } from "../session/session.svelte";
import { refusalOf, take, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { t } from "../shared/messages";
import { withAmounts } from "../shared/money";
import { toasts } from "../shared/toasts.svelte";

class InsightsLog {
  readonly answer = new Loader<Insights>();
  /** What went wrong while looking. What was noted before is still shown. */
  error = $state<string | null>(null);
  isOpen = $state(false);

  readonly open = $derived((this.answer.data?.all ?? []).filter((one) => one.state === "open"));

  /** Notes what is new, reads the log, and tells the one of the day if it may be told. */
  async look(): Promise<void> {
    try {
      await take(commands.lookForInsights());
      const notice = await take(commands.nextInsightNotice());
      if (notice) this.tell(notice);
      this.error = null;
    } catch (error) {
      this.error = refusalOf(error).message;
    }
    await this.answer.load(() => commands.insights());
  }

  dismiss({ key }: InsightView): Promise<void> {
    return attempt(() => commands.dismissInsight(key));
  }

  restore({ key }: InsightView): Promise<void> {
    return attempt(() => commands.restoreInsight(key));
  }

  mute(kind: InsightKind): Promise<void> {
    return attempt(() => commands.muteInsights(kind));
  }

  unmute(kind: InsightKind): Promise<void> {
    return attempt(() => commands.unmuteInsights(kind));
  }

  /** Opens the ledger at the entries that an insight is made of. */
  showRows(rows: InsightRows): void {
    const { fee_account: account, fee_side: side, ...filter } = rows;
    this.isOpen = false;
    session.showRows(
      account === null && side === null
        ? { ...filter, kind: "purchase" }
        : { ...filter, fee: { account, side, above: null, up_to: null } },
    );
  }

  private tell(notice: InsightView): void {
    const show = { label: t("insights.log"), run: () => (this.isOpen = true) };
    toasts.show({ tone: "news", text: withAmounts(notice.title), action: show });
  }
}

async function attempt(ask: () => Promise<Answer<ChangeLabel>>): Promise<void> {
  try {
    await session.write(ask);
  } catch (error) {
    toasts.show({ tone: "error", text: refusalOf(error).message });
  }
}

export const insights = new InsightsLog();
