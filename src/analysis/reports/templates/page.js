"use strict";
(function () {
  // No tool bar: nothing on the page sends data or leads elsewhere.
  var config = { displayModeBar: false, displaylogo: false, responsive: true, showLink: false, plotlyServerURL: "" };
  var printed = 780; // the width of A4 within its margins, as page.css shrinks charts on paper
  var all = function (chosen, within) { return Array.from((within || document).querySelectorAll(chosen)); };
  var byId = function (name) { return document.getElementById(name); };

  // The charts' library is kept packed: the page is small, and is there before anything is unpacked.
  function unpacked(text) {
    var bytes = Uint8Array.from(atob(text), function (sign) { return sign.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }
  function loadLibrary() {
    unpacked(byId("library").textContent).then(function (text) {
      var script = document.createElement("script");
      script.textContent = text;
      document.head.append(script);
      draw(document);
    }).catch(function () { byId("undrawn").hidden = false; });
  }

  // A chart is drawn when its section is first unfolded: a folded one has no width, and the page opens sooner.
  var drawn = [];
  function draw(within) {
    if (typeof Plotly === "undefined") return;
    all("script[data-chart]", within).forEach(function (written) {
      var place = byId(written.dataset.chart);
      if (drawn.indexOf(place) >= 0 || place.closest("details:not([open])")) return;
      var figure = JSON.parse(written.textContent);
      Plotly.newPlot(place, figure.data, Object.assign({}, figure.layout, { autosize: true, width: undefined }), config);
      drawn.push(place);
    });
  }
  all("details").forEach(function (each) {
    each.addEventListener("toggle", function () { if (each.open) draw(each); });
  });
  if (byId("library")) {
    if (typeof DecompressionStream === "undefined") byId("undrawn").hidden = false;
    else requestAnimationFrame(function () { setTimeout(loadLibrary); });
  }

  // What an address points at is unfolded, with all that is around it.
  function unfoldAround(place) {
    for (var each = place; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  }
  function follow() {
    var place = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    var shut = place.closest(".clause");
    if (shut) shut.hidden = false;
    unfoldAround(place.querySelector(":scope > details") || place);
    place.scrollIntoView();
    var head = place.querySelector(":scope > summary, :scope > details > summary");
    if (head) head.focus({ preventScroll: true });
  }
  window.addEventListener("hashchange", follow);
  all("a[href^='#']").forEach(function (link) {
    link.addEventListener("click", function () { if (link.hash === location.hash) setTimeout(follow); });
  });
  follow();

  // The list of sections says which is being read.
  var leads = all(".contents li a"), waiting = false;
  function mark() {
    waiting = false;
    var read = leads[0];
    leads.forEach(function (lead) {
      var section = byId(decodeURIComponent(lead.hash.slice(1)));
      if (section && section.getBoundingClientRect().top <= innerHeight / 3) read = lead;
    });
    leads.forEach(function (lead) {
      if (lead === read) lead.setAttribute("aria-current", "location");
      else lead.removeAttribute("aria-current");
    });
  }
  window.addEventListener("scroll", function () {
    if (!waiting) { waiting = true; requestAnimationFrame(mark); }
  }, { passive: true });
  mark();

  // Beside the text there is room for the list; below the brief it is folded until it is wanted.
  var menu = document.querySelector(".contents > details"), narrow = matchMedia("(max-width: 1099px)");
  function fitMenu() { if (menu) menu.open = !narrow.matches; }
  narrow.addEventListener("change", fitMenu);
  fitMenu();

  // Paper shows everything, or the brief alone; afterwards the page is as it was.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = document.body.classList.contains("brief-only") ? [] : all("main > section details:not([open])");
    folded.forEach(function (each) { each.open = true; });
    draw(document);
    drawn.forEach(function (place) { Plotly.relayout(place, { autosize: false, width: printed }); });
  });
  window.addEventListener("afterprint", function () {
    drawn.forEach(function (place) { Plotly.relayout(place, { autosize: true, width: null }); });
    folded.forEach(function (each) { each.open = false; });
    document.body.classList.remove("brief-only");
  });

  // Clauses by number, word or department, and by how they stand.
  var tools = document.querySelector(".tools");
  if (!tools) return;
  var find = byId("find"), state = byId("state"), department = byId("department"), found = byId("found");
  var clauses = all(".clause"), sections = all("main > section > details");
  var units = function (clause) { return (clause.dataset.units || "").split("|").filter(Boolean); };
  Array.from(new Set(clauses.flatMap(units))).forEach(function (unit) {
    var option = document.createElement("option");
    option.value = option.textContent = unit;
    department.append(option);
  });
  function fold(open) { sections.forEach(function (each) { each.open = open; }); if (open) draw(document); }
  function numbered(clause, word) {
    var number = word.replace(/^第/, "").replace(/[项条]$/, "");
    if (!/^[a-z]?\d+([.\-]\d+)*$/.test(number)) return null;
    var own = (clause.dataset.number || "").toLowerCase();
    return own === number || own.indexOf(number + ".") === 0;
  }
  function matches(clause, word) {
    var byNumber = numbered(clause, word);
    return byNumber === null ? clause.textContent.toLowerCase().indexOf(word) >= 0 : byNumber;
  }
  function choose() {
    var words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    var asked = words.length || state.value || department.value;
    var fits = clauses.filter(function (clause) {
      var fit = (!state.value || clause.classList.contains(state.value)) &&
        (!department.value || units(clause).indexOf(department.value) >= 0) &&
        words.every(function (word) { return matches(clause, word); });
      clause.hidden = !fit;
      return fit;
    });
    sections.forEach(function (each) {
      if (asked) each.open = fits.some(function (clause) { return each.contains(clause); });
    });
    if (asked) fits.forEach(function (clause) { unfoldAround(clause.parentElement); });
    if (asked && fits.length === 1) unfoldAround(fits[0]);
    if (asked && fits.length) fits[0].scrollIntoView({ block: "center" });
    found.textContent = asked ? found.dataset.text.replace("{count}", fits.length) : "";
  }
  find.addEventListener("input", choose);
  [state, department].forEach(function (each) { each.addEventListener("change", choose); });
  byId("unfold").addEventListener("click", function () { fold(true); });
  byId("fold").addEventListener("click", function () { fold(false); });
  byId("print-brief").addEventListener("click", function () {
    document.body.classList.add("brief-only");
    window.print();
  });

  // Escape takes back what was asked; within an unfolded item or section it folds that.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    if (find.value || state.value || department.value) {
      find.value = state.value = department.value = "";
      choose();
      return;
    }
    var inner = document.activeElement.closest("main > section details[open]");
    if (!inner) return;
    inner.open = false;
    inner.querySelector("summary").focus();
  });
  tools.hidden = false;
})();
