// Names controls after their rows, saves files, copies texts. Asks nothing of any other place.
// anywidget gives a chart two seconds to start and then drops all it is told, which a slow machine does not keep.
const HASTY = 2000, PATIENT = 120000;
if (!AbortSignal.patient) {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = held => timeout(held === HASTY ? PATIENT : held);
  AbortSignal.patient = true;
}

const CONTROLS = ".noUi-handle, input:not([type=radio]), select, textarea";

function named(root) {
  for (const row of root.querySelectorAll(".wb-row")) {
    const said = row.querySelector(".wb-name")?.textContent.trim();
    if (!said) continue;
    for (const one of row.querySelectorAll(CONTROLS)) say(one, "aria-label", said);
    for (const one of row.querySelectorAll(".widget-radio-box")) {
      say(one, "role", "radiogroup");
      say(one, "aria-label", said);
    }
  }
  // how many files were chosen is of no use to anybody
  for (const one of root.querySelectorAll(".widget-upload")) {
    const told = one.textContent.replace(/ \(\d+\)$/, "");
    if (told !== one.textContent) one.textContent = told;
  }
  for (const one of root.querySelectorAll(".jupyter-widget-Collapse-header")) foldable(one);
  for (const one of root.querySelectorAll(".wb-live")) say(one, "aria-live", "polite");
  for (const chart of root.querySelectorAll(".js-plotly-plot")) {
    const title = chart.closest(".wb-block")?.querySelector(".wb-finding")?.textContent.trim();
    say(chart, "role", "img");
    if (title) say(chart, "aria-label", title);
  }
}

// A part that is folded away opens by keys too.
function foldable(one) {
  say(one, "aria-expanded", String(one.parentElement.classList.contains("jupyter-widget-Collapse-open")));
  if (one.tabIndex === 0) return;
  say(one, "role", "button");
  one.tabIndex = 0;
  one.addEventListener("keydown", pressed => {
    if (pressed.key !== "Enter" && pressed.key !== " ") return;
    pressed.preventDefault();
    one.click();
  });
}

// Tells once when every chart of the panel is there.
function drawn(root, tell, tries = 200) {
  const charts = [...root.querySelectorAll(".wb-chart")];
  if (charts.length && charts.every(one => one.querySelector(".main-svg"))) tell();
  else if (tries) setTimeout(() => drawn(root, tell, tries - 1), 100);
}

function say(one, name, value) {
  if (one.getAttribute(name) !== value) one.setAttribute(name, value);
}

function save(name, type, bytes) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function copy(text) {
  if (window.isSecureContext && navigator.clipboard) {
    try { return await navigator.clipboard.writeText(text); } catch { /* the older way then */ }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function render({ model, el }) {
  let waiting = 0, watcher = null;
  const begin = () => {
    const root = el.closest(".wb-panel");
    if (!root) { waiting = requestAnimationFrame(begin); return; }
    root.lang = model.get("language");
    named(root);
    let asked = false;
    watcher = new MutationObserver(() => {
      if (asked) return;
      asked = true;
      setTimeout(() => { asked = false; named(root); }, 200);
    });
    drawn(root, () => model.send({ kind: "drawn" }));
    watcher.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  };
  const told = (message, buffers) => {
    if (message.kind === "file") save(message.name, message.type, buffers[0]);
    if (message.kind === "text") copy(message.text);
  };
  model.on("msg:custom", told);
  begin();
  return () => { cancelAnimationFrame(waiting); watcher?.disconnect(); model.off("msg:custom", told); };
}

export default { render };
