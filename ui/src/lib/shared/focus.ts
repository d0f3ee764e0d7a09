/** When a dialog opens, its first text field takes the focus, or else the dialog itself. */
export function focusFirst(event: Event): void {
  const dialog = event.target;
  if (!(dialog instanceof HTMLElement)) return;
  const fields = dialog.querySelectorAll<HTMLInputElement>("input:not([type])");
  event.preventDefault();
  (fields[0] ?? dialog).focus();
}
