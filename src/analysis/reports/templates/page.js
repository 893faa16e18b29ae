"use strict";
(function () {
  // No tool bar: nothing on the page sends data or leads elsewhere.
  var config = { displayModeBar: false, displaylogo: false, responsive: true, showLink: false, plotlyServerURL: "" };
  var printed = 780; // the width of A4 within its margins, as page.css shrinks charts on paper
  var all = function (chosen, within) { return Array.from((within || document).querySelectorAll(chosen)); };

  // A chart is drawn when its section is first unfolded: a folded one has no width, and the page opens sooner.
  var drawn = [];
  function draw(within) {
    all("script[data-chart]", within).forEach(function (held) {
      var place = document.getElementById(held.dataset.chart);
      if (drawn.indexOf(place) >= 0 || place.closest("details:not([open])")) return;
      var figure = JSON.parse(held.textContent);
      Plotly.newPlot(place, figure.data, Object.assign({}, figure.layout, { autosize: true, width: undefined }), config);
      drawn.push(place);
    });
  }
  all("details").forEach(function (each) {
    each.addEventListener("toggle", function () { if (each.open) draw(each); });
  });
  draw(document);

  // What an address points at is unfolded, with all that is around it.
  function unfoldAround(place) {
    for (var each = place; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  }
  function follow() {
    var place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    var own = place.querySelector(":scope > details");
    unfoldAround(own || place);
    place.scrollIntoView();
  }
  window.addEventListener("hashchange", follow);
  all(".contents a").forEach(function (link) {
    link.addEventListener("click", function () { if (link.hash === location.hash) setTimeout(follow); });
  });
  follow();

  // Paper shows everything; afterwards the page is as it was.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = all("details:not([open])");
    folded.forEach(function (each) { each.open = true; });
    draw(document);
    drawn.forEach(function (place) { Plotly.relayout(place, { autosize: false, width: printed }); });
  });
  window.addEventListener("afterprint", function () {
    drawn.forEach(function (place) { Plotly.relayout(place, { autosize: true, width: null }); });
    folded.forEach(function (each) { each.open = false; });
  });

  // Clauses by number, word or department, and by how they stand.
  var find = document.getElementById("find"), state = document.getElementById("state");
  var found = document.getElementById("found"), clauses = all(".clause"), sections = all("main > section > details");
  function fold(open) { sections.forEach(function (each) { each.open = open; }); if (open) draw(document); }
  function choose() {
    var words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean), asked = words.length || state.value;
    var fits = clauses.filter(function (clause) {
      var text = clause.textContent.toLowerCase();
      var fit = (!state.value || clause.classList.contains(state.value)) &&
        words.every(function (word) { return text.indexOf(word) >= 0; });
      clause.hidden = !fit;
      return fit;
    });
    sections.forEach(function (each) {
      if (asked) each.open = fits.some(function (clause) { return each.contains(clause); });
    });
    if (asked) fits.forEach(unfoldAround);
    if (asked && fits.length) fits[0].scrollIntoView({ block: "center" });
    found.textContent = asked ? found.dataset.text.replace("{count}", fits.length) : "";
  }
  find.addEventListener("input", choose);
  state.addEventListener("change", choose);
  document.getElementById("unfold").addEventListener("click", function () { fold(true); });
  document.getElementById("fold").addEventListener("click", function () { fold(false); });
  document.querySelector(".tools").hidden = false;
})();
