"use strict";
(function () {
  // No tool bar: nothing on the page sends data or leads elsewhere.
  var config = { displayModeBar: false, displaylogo: false, responsive: true, showLink: false, plotlyServerURL: "" };
  var printed = 780; // the width of A4 within its margins, as page.css shrinks charts on paper
  var drawn = [];
  document.querySelectorAll("script[data-chart]").forEach(function (held) {
    var figure = JSON.parse(held.textContent);
    var place = document.getElementById(held.dataset.chart);
    var layout = Object.assign({}, figure.layout, { autosize: true, width: undefined });
    Plotly.newPlot(place, figure.data, layout, config);
    drawn.push(place);
  });
  window.addEventListener("beforeprint", function () {
    drawn.forEach(function (place) { Plotly.relayout(place, { autosize: false, width: printed }); });
  });
  window.addEventListener("afterprint", function () {
    drawn.forEach(function (place) { Plotly.relayout(place, { autosize: true, width: null }); });
  });
})();
