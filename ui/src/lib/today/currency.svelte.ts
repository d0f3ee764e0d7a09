/** The currency that Today is shown in; none means the one used most. */
export const shownCurrency = $state<{ value: string | null }>({ value: null });
