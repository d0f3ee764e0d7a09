/** When a dialog opens, its first text field takes the focus, or else the dialog itself. */
export function focusFirst(event: Event, dialog: HTMLElement | null): void {
  if (!dialog) return;
  event.preventDefault();
  const field = dialog.querySelector<HTMLElement>("input:not([type])");
  (field ?? dialog).focus();
}

/** An error is seen together with the field it stands beneath. */
export function bringFieldIntoView(error: HTMLElement): void {
  bringIntoView(error.parentElement ?? error);
}

/** What has just come is seen, also where it comes below the edge. */
export function bringIntoView(node: HTMLElement): void {
  node.scrollIntoView({ block: "nearest" });
}
