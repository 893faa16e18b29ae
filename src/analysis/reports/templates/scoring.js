// Clauses and groups as the engine scores them: `base` are the figures and readings that the page started from.
const same = (names, v, base) => names.every(name => v[name] === base[name]);
const plain = amount => (amount === null ? null : Number(amount.toPrecision(12)));

function limit(rule, part, names, v, base) {
  const still = same(names, v, base), amount = rule[part](v);
  return { amount: still ? plain(amount) : amount, still };
}

function clausePoints(clause, v, reading, base) {
  const rule = rules[clause.id][reading], met = truth(rule.met(v));
  const possible = limit(rule, "possible", rule.rests, v, base), least_ = limit(rule, "least", rule.floors, v, base);
  const altered = rule.alters || !possible.still;
  if (clause.kind === "test") return { points: null, low: null, high: null, possible: null, met, most: possible, altered };
  let points = rule.points(v);
  const limited = clause.kind === "score" && possible.still && possible.amount !== null;
  if (limited && points !== null && points > possible.amount) points = possible.amount;
  return { points, low: points ?? least_.amount, high: points ?? possible.amount, possible: possible.amount, met, most: possible, altered };
}

function summed(parts, choose) {
  if (choose === null) return parts.reduce(add);
  if (parts.includes(null)) return null;
  return [...parts].sort((left, right) => right - left).slice(0, choose).reduce((sum, each) => sum + each, 0);
}

function nodeMaximum(node, found) {
  const altered = node.under.some(id => found.clauses[id].altered);
  if (node.stated !== null && (node.cap !== null || !altered)) return { amount: node.stated, still: true };
  const below = node.groups.map(id => found.nodes[id]).filter(child => !child.bonus).map(child => child.most);
  const parts = [...below, ...node.clauses.map(id => found.clauses[id].most)];
  if (parts.some(part => part.amount === null)) return { amount: null, still: true };
  const still = parts.every(part => part.still), amounts = parts.map(part => part.amount);
  if (!still) return { amount: summed(amounts, node.choose), still };
  const best = [...amounts].sort((left, right) => right - left).slice(0, node.choose ?? amounts.length);
  return { amount: plain(best.reduce((sum, each) => sum + each, 0)), still };
}

function nodePoints(node, found) {
  const children = [...node.groups.map(id => found.nodes[id]), ...node.clauses.map(id => found.clauses[id])];
  const most_ = nodeMaximum(node, found);
  const reachable = most_.still && !node.open ? most_.amount : null;
  const caps = [reachable, node.cap].filter(cap => cap !== null), cap = caps.length ? Math.min(...caps) : null;
  const within = amount => {
    if (amount !== null && cap !== null && amount > cap) amount = cap;
    return amount !== null && node.least !== null && amount < node.least ? node.least : amount;
  };
  const nothing = part => (part === "low" || node.tests ? 0 : null);
  const sum = part => (children.length ? summed(children.map(child => child[part]), node.choose) : nothing(part));
  const low = within(sum("low")), high = within(sum("high") ?? node.stated);
  const known = children.length ? node.groups.every(id => found.nodes[id].known) && node.clauses.every(id => found.clauses[id].points !== null) : node.tests;
  return { points: known ? low : null, low, high, possible: most_.amount, most: most_, known, bonus: node.bonus };
}

function score(model, v, readings, base) {
  const found = { clauses: {}, nodes: {} };
  for (const clause of model.clauses) found.clauses[clause.id] = clausePoints(clause, v, readings[clause.id], base);
  for (const node of model.nodes) found.nodes[node.id] = nodePoints(node, found);
  const tests = model.clauses.filter(clause => clause.kind === "test");
  found.passes = tests.length ? all(...tests.map(clause => found.clauses[clause.id].met)) : null;
  return found;
}
