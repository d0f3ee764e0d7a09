import { commands, type AccountSummary, type Category } from "../bindings";
import { take } from "../shared/answer";
import { session } from "../session/session.svelte";

/** Categories and accounts to choose from, read once and again after a write. */
class Choices {
  categories = $state.raw<Category[]>([]);
  accounts = $state.raw<AccountSummary[]>([]);

  async load(): Promise<void> {
    [this.categories, this.accounts] = await Promise.all([
      take(commands.categories()),
      take(commands.accounts()),
    ]);
  }

  /** A new category, made on the way. */
  async addCategory(name: string, kind: Category["class"]): Promise<Category> {
    const category = await session.write(() => commands.addCategory({ name, class: kind }));
    await this.load();
    return category;
  }
}

export const choices = new Choices();
