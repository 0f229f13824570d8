// What support makes for a test file is given back when that file is done. Test files share their process, and with it
// the modules of support, so that a hook in such a module would run after the first file alone.
const open: (() => Promise<unknown>)[] = [];

/** Has `close` called when the test file that runs now is done, before those that were asked for earlier. */
export function atEndOfFile(close: () => Promise<unknown>): void {
  open.push(close);
}

/** For the hook that each file has. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).toReversed()) await close();
}
