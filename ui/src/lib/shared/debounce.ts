/** Runs the last of several calls, once it has been quiet for so long. */
export function debounce<A extends unknown[]>(run: (...values: A) => void, quiet_ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const call = (...values: A) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), quiet_ms);
  };
  call.cancel = () => clearTimeout(timer);
  return call;
}
