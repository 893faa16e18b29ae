// The operations of the formula language. Missing in, missing out: null all the way, never zero.
const TOLERANCE = 1e-9;
const both = verb => (left, right) => (left === null || right === null ? null : verb(left, right));
const truth = term => (term === null ? null : Boolean(term));

const add = both((left, right) => left + right);
const sub = both((left, right) => left - right);
const mul = both((left, right) => left * right);
const div = both((part, whole) => (whole === 0 ? null : part / whole));
const neg = term => (term === null ? null : -term);

// comparisons and steps carry a tolerance
const gt = both((left, right) => left > right + TOLERANCE);
const ge = both((left, right) => left >= right - TOLERANCE);
const lt = both((left, right) => left < right - TOLERANCE);
const le = both((left, right) => left <= right + TOLERANCE);
const eq = both((left, right) => left >= right - TOLERANCE && left <= right + TOLERANCE);
const ne = both((left, right) => left < right - TOLERANCE || left > right + TOLERANCE);

// three-valued: what is decided already waits for nothing
const all = (...terms) => {
  const truths = terms.map(truth);
  return truths.includes(false) ? false : truths.includes(null) ? null : true;
};
const any = (...terms) => {
  const truths = terms.map(truth);
  return truths.includes(true) ? true : truths.includes(null) ? null : false;
};
const not = term => (term === null ? null : !term);

const least = (...terms) => (terms.includes(null) ? null : Math.min(...terms));
const most = (...terms) => (terms.includes(null) ? null : Math.max(...terms));
const when = (condition, then, otherwise) => (condition === null ? null : condition ? then : otherwise);
const steps = (x, start, step) => {
  const quotient = div(sub(x, start), step);
  return quotient === null ? null : Math.floor(quotient + TOLERANCE);
};

// a figure of several months: this month's and those before it; what was supplied stands in where a month could decide
const HISTORIES = {
  any: months => { const found = any(...months.map(each => (each === null ? null : each > 0))); return found === null ? null : Number(found); },
  sum: months => months.reduce(add),
  max: months => most(...months),
  min: months => least(...months),
};
const history = (how, now, before, supplied) => HISTORIES[how]([now, ...before]) ?? supplied;
