// A package that the product is built from, and under which terms.

export interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package states it. */
  readonly licence: string;
  /** Empty where the package brings none. */
  readonly text: string;
}
