import { expect, test } from "vitest";
import { quantity, score } from "./numbers";

test.each([
  [0.4123, "ratio", "41.2%"],
  [1.46, "ratio", "146%"],
  [0, "ratio", "0%"],
  [5.7e9, "bytes/s", "5.31 GiB/s"],
  [512, "bytes", "512 B"],
  [0.00042, "seconds", "420 µs"],
  [0.25, "seconds", "250 ms"],
  [90, "seconds", "90 s"],
  [5400, "seconds", "90 min"],
  [1234, "switches/s", "1.23 k switches/s"],
  [12.5, "", "12.5"],
  [-3.14159, "l/s", "-3.14 l/s"],
  [3, "processes", "3 processes"],
])("%s %s is %s", (value, unit, text) => expect(quantity(value, unit)).toBe(text));

test("an unknown number is not 0", () => {
  expect(quantity(null, "ratio")).toBe("–");
  expect(score(null)).toBe("–");
});

test.each([
  [0.123, "0.12"],
  [1.004, "1.00"],
  [12.34, "12.3"],
  [1234.5, "1235"],
])("the score %s is %s", (value, text) => expect(score(value)).toBe(text));
