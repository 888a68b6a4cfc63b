/** An exact fraction of whole numbers. The oracle counts with nothing else, so that no step rounds unless it says so. */
export class Rational {
  static readonly zero = new Rational(0n);

  readonly top: bigint;
  /** Above 0; not necessarily in lowest terms. */
  readonly bottom: bigint;

  constructor(top: bigint, bottom = 1n) {
    this.top = bottom < 0n ? -top : top;
    this.bottom = bottom < 0n ? -bottom : bottom;
  }

  /** Reads decimal text like "-12.50". Throws where it is anything else. */
  static of(text: string): Rational {
    const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
    if (!parts) throw new Error(`expected a decimal number, got ${text}`);
    const [, sign, whole, decimals = ""] = parts;
    return new Rational(BigInt(`${sign}${whole}${decimals}`), 10n ** BigInt(decimals.length));
  }

  plus(other: Rational): Rational {
    return this.bottom === other.bottom
      ? new Rational(this.top + other.top, this.bottom)
      : new Rational(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }

  minus(other: Rational): Rational {
    return this.plus(new Rational(-other.top, other.bottom));
  }

  times(other: Rational): Rational {
    return new Rational(this.top * other.top, this.bottom * other.bottom);
  }

  over(other: Rational): Rational {
    if (other.top === 0n) throw new Error("expected a divisor other than 0");
    return new Rational(this.top * other.bottom, this.bottom * other.top);
  }

  /** Below, equal to or above 0 as this is below, equal to or above the other. */
  compare(other: Rational): number {
    const difference = this.top * other.bottom - other.top * this.bottom;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** To the fen, half away from zero: half up for amounts (domain note §2.9). */
  toFen(): Rational {
    const size = this.top < 0n ? -this.top : this.top;
    const fen = (size * 200n + this.bottom) / (2n * this.bottom);
    return new Rational(this.top < 0n ? -fen : fen, 100n);
  }

  /** Yuan with two digits. Throws where that would leave something out. */
  toString(): string {
    const fen = this.toFen();
    if (fen.compare(this) !== 0) throw new Error(`expected whole fen, got ${this.top}/${this.bottom}`);
    const digits = String(fen.top < 0n ? -fen.top : fen.top).padStart(3, "0");
    return `${fen.top < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }
}

export function least(first: Rational, ...others: readonly Rational[]): Rational {
  return others.reduce((a, b) => (b.compare(a) < 0 ? b : a), first);
}

export function greatest(first: Rational, ...others: readonly Rational[]): Rational {
  return others.reduce((a, b) => (b.compare(a) > 0 ? b : a), first);
}

/** The number itself, or 0 where it is below. */
export const notNegative = (number: Rational) => greatest(Rational.zero, number);

export const total = (numbers: readonly Rational[]) => numbers.reduce((sum, each) => sum.plus(each), Rational.zero);
