/** When a dialog opens, its first text field takes the focus, or else the dialog itself. */
export function focusFirst(event: Event, dialog: HTMLElement | null): void {
  if (!dialog) return;
  event.preventDefault();
  const field = dialog.querySelector<HTMLElement>("input:not([type])");
  (field ?? dialog).focus();
}
