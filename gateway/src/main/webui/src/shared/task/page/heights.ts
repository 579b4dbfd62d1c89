/** A page as tall as its frame answers a change of the frame's height sooner than this. */
const echoMillis = 500;
/** So often in a row a page may grow right after its frame did: one whose pictures come one by one does so, too. */
export const mostEchoes = 3;

/** Pixels that the frame of a page has at most, whatever the page says. */
export const tallest = 20_000;

/**
 * How tall the frame of a page becomes, by what the page says of itself.
 *
 * A page that is a little taller than its frame (`min-height: 100vh` beside any margin) would grow with each answer to that, without end.
 * It is known by growing each time right after its frame has; when it has done so a few times in a row, the frame stays as it is, and the
 * page can be scrolled in it. What the page grows by later, by itself, is followed again.
 */
export class Heights {
  private height: number;
  private changedAt = Number.NEGATIVE_INFINITY;
  private echoes = 0;

  /** @param least pixels that the frame has in any case, and at first */
  constructor(
    private readonly least: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.height = least;
  }

  /** {@return the pixels of the frame from now on} @param said the pixels of the page */
  follow(said: number): number {
    const next = Math.min(tallest, Math.max(this.least, said));
    if (next === this.height) return next;
    if (this.now() - this.changedAt >= echoMillis) this.echoes = 0;
    else if (next > this.height && this.echoes >= mostEchoes) return this.height;
    else if (next > this.height) this.echoes += 1;
    this.height = next;
    this.changedAt = this.now();
    return next;
  }
}
