import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';

const maxBytes = 1024 * 1024;

export type Severity = 'I' | 'W' | 'E';

/** The simulated kubelet's log, as `journalctl -o short-unix` shows a unit's: klog's text behind the time. */
export class Journal {
  constructor(
    private readonly file: string,
    private readonly nodeName: string,
    private readonly pid: () => number,
  ) {
    writeFileSync(file, '', { flag: 'a' });
  }

  /** `source`: where the real kubelet says it, such as `file.go:186`. Values are quoted as Go quotes them. */
  write(severity: Severity, source: string, message: string, values: Readonly<Record<string, string>> = {}): void {
    const now = new Date();
    const micro = `${String(now.getMilliseconds()).padStart(3, '0')}000`;
    const two = (number: number) => String(number).padStart(2, '0');
    const pid = String(this.pid());
    const header =
      `${severity}${two(now.getMonth() + 1)}${two(now.getDate())} ` +
      `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}.${micro} ${pid.padStart(7)} ${source}]`;
    const pairs = Object.entries(values).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
    const time = `${String(Math.floor(now.getTime() / 1000))}.${micro}`;
    appendFileSync(
      this.file,
      `${time} ${this.nodeName} kubelet[${pid}]: ${header} ${JSON.stringify(message)}${pairs.join('')}\n`,
    );
    this.shorten();
  }

  /** A demo may run for days: the younger half of a long log is enough. */
  private shorten(): void {
    if (statSync(this.file).size <= maxBytes) {
      return;
    }
    const text = readFileSync(this.file, 'utf8');
    writeFileSync(`${this.file}.new`, text.slice(text.indexOf('\n', text.length / 2) + 1));
    renameSync(`${this.file}.new`, this.file);
  }
}
