// The page: sliders, boxes and choices move `v` and `readings`; everything shown is scored anew from them.
const content = JSON.parse(document.getElementById("content").textContent);
const { model, levers, base, words, labels } = content;
const byTarget = Object.fromEntries(levers.map(lever => [lever.target, lever]));
const parts = {};
for (const lever of levers) if (lever.within) (parts[lever.within] ??= []).push(lever.target);
let v = { ...base }, readings = { ...content.readings };
const before = score(model, base, content.readings, base);
let found = before;

const byId = id => document.getElementById(id);
const each = (where, selector) => [...where.querySelectorAll(selector)];
const put = (node, text, tone) => { if (node.textContent !== text) node.textContent = text; if (tone !== undefined) node.className = tone; };
const said = (key, filled = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => filled[name] ?? whole);

// numbers: decimal places are moved in the text of a number, so that no noise of products comes in
function shifted(amount, power) {
  const [digits, exponent = "0"] = String(amount).split("e");
  return Number(`${digits}e${Number(exponent) + power}`);
}
function halfEven(amount) {
  const below = Math.floor(amount), rest = amount - below;
  return rest === 0.5 ? below + (below % 2 === 0 ? 0 : 1) : Math.round(amount);
}
// one formatter for all: making one anew takes longer than the whole score
const hundredths = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const significant = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 12 });
const rounded = amount => {
  const exact = Number(amount.toPrecision(12)), cut = shifted(Math.round(shifted(Math.abs(exact), 2)), -2);
  return `${exact < 0 && cut !== 0 ? "-" : ""}${hundredths.format(cut)}`;
};
const grouped = amount => significant.format(amount);
const maximum = amount => (amount === null ? said("view not there") : grouped(amount));
const signed = change => `${change >= 0 ? "+" : "-"}${rounded(Math.abs(change))}`;
const floored = amount => (amount === null ? null : Math.max(0, amount));
function interval(low, high) {
  if (low === null) return said("view missing");
  if (high === null) return said("view at least", { low: rounded(low) });
  const first = rounded(low), last = rounded(high);
  return first === last ? first : first.startsWith("-") ? said("view to", { low: first, high: last }) : `${first}–${last}`;
}
const earned = row => (row.points === null ? said("view missing within", { interval: interval(row.low, row.high) }) : rounded(row.points));
const span = row => (row.points === null ? interval(row.low, row.high) : rounded(row.points));

// levers: amounts in the own unit, shown ones in the reader's; bounds that other levers set move with them
const shownOf = (lever, amount) => shifted(amount, -lever.power);
function amountOf(lever, shown) {
  const own = shifted(shown, lever.power);
  return lever.per === 0 ? own : halfEven(own * lever.per) / lever.per;
}
function bounds(lever) {
  const inside = (parts[lever.target] ?? []).map(name => v[name]).filter(amount => amount !== null);
  const low = Math.max(lever.low, ...inside), whole = lever.within ? v[lever.within] : null;
  return { low, high: Math.max(low, whole === null ? lever.high : Math.min(lever.high, whole)), whole: whole !== null && whole <= lever.high };
}
function fault(lever, shown) {
  if (!Number.isFinite(shown)) return "strange";
  const limits = bounds(lever);
  if (shown > shownOf(lever, limits.high)) return limits.whole ? "above whole" : "above";
  if (shown < shownOf(lever, limits.low)) return "below";
  return lever.whole && shown !== Math.round(shown) ? "not whole" : "";
}
function amountText(target, amount) {
  if (amount === null) return said("what-if missing");
  const lever = byTarget[target];
  if (lever.kind === "flag") return said(amount ? "panel yes" : "panel no");
  if (lever.kind === "choice") return each(boxOf[target], "option").find(option => option.value !== "" && Number(option.value) === amount)?.textContent ?? String(amount);
  return `${grouped(shownOf(lever, amount))}${lever.unit === "%" || document.documentElement.lang !== "en" ? "" : " "}${lever.unit}`;
}

const boxOf = Object.fromEntries(each(document, ".lever").map(box => [box.dataset.target, box]));

function show(target) {
  const lever = byTarget[target], box = boxOf[target], amount = v[target];
  box.classList.toggle("moved", amount !== base[target]);
  if (lever.kind === "flag") {
    for (const radio of each(box, "input")) radio.checked = radio.value === (amount === null ? "" : String(Number(amount)));
  } else if (lever.kind === "choice") {
    box.querySelector("select").value = amount === null ? "" : each(box, "option").find(option => option.value !== "" && Number(option.value) === amount)?.value ?? "";
  } else {
    const number = box.querySelector('input[type="number"]'), slider = box.querySelector('input[type="range"]');
    const shown = amount === null ? null : Number(shownOf(lever, amount).toPrecision(12));
    number.value = shown === null ? "" : String(shown);
    if (shown !== null && shown > Number(slider.max)) slider.max = String(shown);
    if (shown !== null && shown < Number(slider.min)) slider.min = String(shown);
    slider.value = String(shown ?? lever.first);
    slider.setAttribute("aria-valuetext", amountText(target, amount));
  }
}
function tell(target, text, tone = "") {
  const place = boxOf[target].querySelector(".said");
  if (place) put(place, text, `said ${tone}`.trim());
}
function move(target, amount) {
  v[target] = amount;
  show(target);
  render();
}
function typed(lever, number) {
  if (number.value === "" && !number.validity.badInput) {
    move(lever.target, null);
    return tell(lever.target, said("what-if emptied"));
  }
  const shown = number.validity.badInput ? NaN : Number(number.value), why = fault(lever, shown), limits = bounds(lever);
  const range = { low: grouped(shownOf(lever, limits.low)), high: grouped(shownOf(lever, limits.high)), unit: lever.unit };
  const filled = { typed: grouped(shown), whole: labels[lever.within], ...range };
  if (why) {
    show(lever.target);
    return tell(lever.target, said("panel typed range", { text: said(`panel typed ${why}`, filled), ...range }), "bad");
  }
  const amount = amountOf(lever, shown), taken = shownOf(lever, amount);
  move(lever.target, amount);
  return tell(lever.target, taken === shown ? "" : said("panel typed rounded", { ...filled, taken: grouped(taken) }));
}
function slid(lever, slider) {
  const limits = bounds(lever), shown = Number(slider.value);
  const within = Math.min(Math.max(shown, shownOf(lever, limits.low)), shownOf(lever, limits.high));
  tell(lever.target, "");
  move(lever.target, amountOf(lever, within));
}

// results
const testsOf = () => model.clauses.filter(clause => clause.kind === "test");
function verdict() {
  const tests = testsOf(), named = wanted => tests.filter(clause => found.clauses[clause.id].met === wanted).map(clause => clause.id);
  if (!tests.length) return [said("panel verdict none"), "quiet"];
  for (const [key, wanted, tone] of [["vetoed", false, "bad"], ["open", null, "missing"]]) {
    const names = named(wanted);
    if (names.length) return [said(`panel verdict ${key}`, { count: names.length, clauses: names.join(said("view comma")) }), tone];
  }
  return [said("panel verdict passes"), "good"];
}
function outcome() {
  const total = found.nodes.total, was = before.nodes.total, [text, tone] = verdict(), shown = { points: floored(total.points), low: floored(total.low), high: floored(total.high) };
  put(byId("verdict"), text, `verdict ${tone}`);
  put(byId("total"), span(shown));
  put(byId("of"), said("panel of", { most: maximum(total.possible) }));
  const same = ["points", "low", "high", "possible"].every(part => total[part] === was[part]);
  const by = same ? said("panel change none") : `${said("panel change by", { change: signed(total.low - was.low) })}${total.points === null ? said("panel certain") : ""}`;
  const below = [total.low, was.low].some(low => low !== null && low < 0) ? ` ${said("what-if floored")}` : "";
  put(byId("by"), by + below);
}
function row(cells) {
  const line = document.createElement("tr");
  cells.forEach(([text, kind, tone], place) => {
    const cell = document.createElement(place ? "td" : "th");
    if (!place) cell.scope = "row";
    cell.textContent = text;
    cell.className = `${kind ?? ""} ${tone ?? ""}`.trim();
    line.append(cell);
  });
  return line;
}
function fill(id, rows) {
  const table = byId(id);
  const body = table.tBodies[0], there = body.rows;
  table.hidden = !rows.length;
  if (rows.length !== there.length || rows.some((line, at) => line !== there[at])) body.replaceChildren(...rows);
}
const metWord = met => (met === null ? [said("view missing"), "missing"] : met ? [said("view passed"), "good"] : [said("view failed"), "bad"]);
const changeLines = {};
function changeLine(lever) {
  const line = (changeLines[lever.target] ??= row([[lever.label], [amountText(lever.target, base[lever.target]), "number"], ["", "number"]]));
  put(line.cells[2], amountText(lever.target, v[lever.target]));
  return line;
}
function changes() {
  const moved = levers.filter(lever => v[lever.target] !== base[lever.target]);
  const rows = moved.map(changeLine);
  const read = model.clauses.filter(clause => readings[clause.id] !== content.readings[clause.id]);
  const named = (id, name) => each(document, "select[data-reading]").find(select => select.dataset.reading === id).querySelector(`option[value="${CSS.escape(name)}"]`).textContent;
  rows.push(...read.map(clause => row([[`${clause.id} ${said("what-if reading")}`], [named(clause.id, content.readings[clause.id]), "number"], [named(clause.id, readings[clause.id]), "number"]])));
  fill("changes", rows);
  return rows.length;
}
function shifts(count) {
  const moved = model.clauses.filter(clause => {
    const now = found.clauses[clause.id], was = before.clauses[clause.id];
    return Math.abs((now.low ?? 0) - (was.low ?? 0)) > 1e-9 || Math.abs((now.high ?? 0) - (was.high ?? 0)) > 1e-9 || now.met !== was.met;
  });
  const lines = moved.map(clause => {
    const now = found.clauses[clause.id], was = before.clauses[clause.id], title = `${clause.id} ${clause.title}`;
    if (clause.kind === "test") {
      const [then, tone] = metWord(was.met), [text, other] = metWord(now.met);
      return row([[title], [then, "number", tone], [text, "number", other], ["", "number"]]);
    }
    return row([[title], [earned(was), "number"], [earned(now), "number"], [signed((now.low ?? 0) - (was.low ?? 0)), "number"]]);
  });
  fill("shifts", lines);
  put(byId("finding"), count ? finding(moved) : said("what-if unchanged"));
}
function finding(moved) {
  const by = clause => (found.clauses[clause.id].low ?? 0) - (before.clauses[clause.id].low ?? 0), paying = moved.filter(by);
  if (!paying.length && !moved.length) return said("panel waterfall same");
  const total = found.nodes.total.low, was = before.nodes.total.low;
  const most_ = paying.reduce((best, clause) => (best === null || Math.abs(by(clause)) > Math.abs(by(best)) ? clause : best), null);
  const worst = most_ && `${said("view clause", { id: most_.id, title: most_.title })} ${signed(by(most_))}`;
  const text = most_ ? said("panel waterfall", { before: rounded(floored(was)), after: rounded(floored(total)), change: signed(total - was), worst }) : said("panel waterfall same");
  const turned = moved.filter(clause => clause.kind === "test").map(clause => clause.id);
  return turned.length ? said("panel waterfall tests", { text, clauses: turned.join(said("view comma")) }) : text;
}
const nodeRows = each(document, "#groups tr[data-node]"), testRows = each(document, "#tests tr[data-clause]"), pointRows = each(document, "#points tr[data-clause]");
function groupRows() {
  for (const line of nodeRows) {
    const now = found.nodes[line.dataset.node], was = before.nodes[line.dataset.node], [points, possible, by] = line.cells.length > 3 ? [...line.cells].slice(1) : [];
    const shown = line.dataset.node === "total" ? { points: floored(now.points), low: floored(now.low), high: floored(now.high) } : now;
    put(points, span(shown), `number ${now.points === null ? "missing" : ""}`.trim());
    put(possible, maximum(now.possible));
    put(by, now.low !== was.low ? signed((now.low ?? 0) - (was.low ?? 0)) : "");
  }
  for (const line of testRows) { const [text, tone] = metWord(found.clauses[line.dataset.clause].met); put(line.cells[1], text, tone); }
  for (const line of pointRows) {
    const now = found.clauses[line.dataset.clause];
    put(line.cells[1], span(now), `number ${now.points === null ? "missing" : ""}`.trim());
    put(line.cells[2], maximum(now.possible));
  }
}
const headings = each(document, ".clause").map(box => [box.dataset.clause, box.querySelector(".result"), box.querySelector(".lacking")]);
const clauseOf = Object.fromEntries(model.clauses.map(clause => [clause.id, clause]));
function clauseHeads() {
  for (const [id, result, lacking] of headings) {
    const now = found.clauses[id], clause = clauseOf[id], unknown = clause.kind === "test" ? now.met === null : now.points === null;
    const [text, tone] = clause.kind === "test" ? metWord(now.met) : [`${span(now)}${clause.kind === "score" ? ` / ${maximum(now.possible)}` : ""}`, unknown ? "missing" : ""];
    put(result, text, `result ${tone}`.trim());
    const names = unknown ? clause.names[readings[id]].filter(name => v[name] === null).map(name => labels[name]) : [];
    put(lacking, names.length ? said("what-if lacking", { names: names.join(said("view comma")) }) : "");
  }
}
function render() {
  found = score(model, v, readings, base);
  outcome();
  shifts(changes());
  groupRows();
  clauseHeads();
}
function reset() {
  v = { ...base };
  readings = { ...content.readings };
  for (const select of each(document, "select[data-reading]")) select.value = readings[select.dataset.reading];
  for (const lever of levers) { show(lever.target); tell(lever.target, ""); }
  render();
}
for (const lever of levers) {
  const box = boxOf[lever.target], number = box.querySelector('input[type="number"]'), slider = box.querySelector('input[type="range"]');
  if (slider) {
    slider.addEventListener("input", () => slid(lever, slider));
    number.addEventListener("change", () => typed(lever, number));
  } else {
    box.addEventListener("change", event => move(lever.target, event.target.value === "" ? null : Number(event.target.value)));
  }
}
for (const select of each(document, "select[data-reading]")) {
  select.addEventListener("change", () => { readings[select.dataset.reading] = select.value; render(); });
}
byId("reset").addEventListener("click", reset);
byId("print").addEventListener("click", () => print());
let folded = [];
addEventListener("beforeprint", () => { folded = each(document, ".results details:not([open])"); folded.forEach(part => (part.open = true)); });
addEventListener("afterprint", () => folded.forEach(part => (part.open = false)));
byId("tests-part").hidden = !testRows.length;
// for whoever reckons with the page instead of looking at it, tests among them
globalThis.whatIf = { score: (figures, chosen) => score(model, { ...base, ...figures }, { ...content.readings, ...chosen }, base), base, levers, readings: content.readings, state: () => ({ v: { ...v }, readings: { ...readings } }) };
reset();
