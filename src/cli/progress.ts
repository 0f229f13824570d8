// Progress for whoever watches: a bar on a terminal, a line every few seconds elsewhere, nothing with --json.
import cliProgress from 'cli-progress';
import { notice } from './output.ts';

const LINE_EVERY_MS = 5000;

export interface Progress {
  /** `detail` stands behind the bar, such as "12,000 rows, 3,400 rows/s". */
  update(done: number, total: number, detail: string): void;
  stop(): void;
}

const SILENT: Progress = { update() {}, stop() {} };

export function startProgress(title: string, quiet: boolean): Progress {
  if (quiet) return SILENT;
  return process.stderr.isTTY ? startBar(title) : startLines(title);
}

function startBar(title: string): Progress {
  const bar = new cliProgress.SingleBar({
    format: `${title} [{bar}] {percentage} %  {detail}`,
    hideCursor: true,
    clearOnComplete: false,
    stream: process.stderr,
  });
  bar.start(1, 0, { detail: '' });
  return {
    update(done, total, detail) {
      bar.setTotal(Math.max(total, 1));
      bar.update(done, { detail });
    },
    stop: () => bar.stop(),
  };
}

function startLines(title: string): Progress {
  let lastAt = performance.now();
  return {
    update(done, total, detail) {
      if (performance.now() - lastAt < LINE_EVERY_MS) return;
      lastAt = performance.now();
      notice(`${title} ${total > 0 ? Math.floor((done / total) * 100) : 0} %  ${detail}`);
    },
    stop() {},
  };
}
