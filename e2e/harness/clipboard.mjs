// Copies text as another program does: whoever owns the clipboard gives it to those who ask.
import { connect } from "./x11.mjs";

/** Copies a text; `close` forgets it again. */
export async function copyText(display, text) {
  const screen = await connect(display);
  const bytes = Buffer.from(text);
  await screen.own(screen.unseenWindow(), "CLIPBOARD", {
    UTF8_STRING: bytes,
    "text/plain;charset=utf-8": bytes,
  });
  return { close: () => screen.close() };
}
